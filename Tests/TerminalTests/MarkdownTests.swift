import Terminal
import Testing

@Suite struct MarkdownTests {
    static let documents = ["lesson", "structures", "hostile"]

    @Test(arguments: documents, [40, 60, 80, 100])
    func documentMatchesItsRecordAndFits(_ name: String, _ width: Int) throws {
        let lines = Markdown.render(try Fixtures.text("markdown/\(name).md"), width: width)
        #expect(lines.filter { $0.columns > width }.map(\.plain) == [])
        #expect(!lines.contains { drivesTerminal($0.plain) })
        try Fixtures.expect(lines.map(\.plain).joined(separator: "\n") + "\n", equals: "markdown/\(name).\(width).txt")
    }

    @Test(arguments: ["lesson", "structures"], [12, 20, 40, 100])
    func everyWordIsThereAtEveryWidth(_ name: String, _ width: Int) throws {
        let markdown = try Fixtures.text("markdown/\(name).md")
        let letters = { (lines: [DisplayText]) in
            lines.flatMap(\.plain).filter(\.isLetter).reduce(into: [Character: Int]()) { $0[$1, default: 0] += 1 }
        }
        let widest = Markdown.render(markdown, width: 10_000)
        let narrow = Markdown.render(markdown, width: width)
        // Cells of a table come apart when they are wrapped, and titles are repeated where it becomes a list.
        let there = letters(narrow)
        let lost = letters(widest).filter { there[$0.key, default: 0] < $0.value }
        #expect(lost.isEmpty)
        #expect(narrow.allSatisfy { $0.columns <= width })
        for word in ["agreement", "Authorization", "paragraphs"] where name == "lesson" {
            #expect(widest.contains { $0.plain.contains(word) })
        }
    }

    @Test func withoutUnicodeTheFrameIsASCII() throws {
        let text = Markdown.render(try Fixtures.text("markdown/lesson.md"), width: 60, unicode: false).map(\.plain)
            .joined()
        #expect(!text.contains { "│─┌┐└┘├┤┬┴┼═•↪".contains($0) })
    }

    @Test(arguments: [
        ("NOTE", "Note"), ("TIP", "Tip"), ("IMPORTANT", "Important"), ("WARNING", "Warning"), ("CAUTION", "Caution"),
        ("note", "Note"),
    ])
    func alertSaysItsKindInWords(_ mark: String, _ label: String) {
        let lines = Markdown.render("> [!\(mark)]\n> Text.", width: 40)
        #expect(lines.map(\.plain) == ["│ \(label)", "│ Text."])
    }

    @Test(arguments: ["> [!NOTE] on the same line", "> [!OTHER]\n> Text.", "> [link]\n> Text."])
    func quoteThatIsNoAlertKeepsItsText(_ markdown: String) {
        let text = Markdown.render(markdown, width: 80).map(\.plain).joined(separator: " ")
        #expect(text.contains(markdown.contains("Text") ? "Text." : "[!NOTE] on the same line"))
    }

    @Test func orderedListStartsWhereItSaysAndAlignsItsNumbers() {
        let lines = Markdown.render("9. nine\n10. ten", width: 40).map(\.plain)
        #expect(lines == [" 9. nine", "10. ten"])
    }

    @Test func inlineMarkupBecomesOneLine() {
        let text = Markdown.inline("Type `next` to *begin*\n\nor leave", style: .dim)
        #expect(text.plain == "Type `next` to begin or leave")
        #expect(text.runs.allSatisfy { $0.style.attributes.contains(.dim) })
    }

    @Test func linkIsShownWithItsAddressOnce() {
        #expect(Markdown.inline("[text](http://a.b \"title\")").plain == "text <http://a.b> \"title\"")
        #expect(Markdown.inline("<http://a.b>").plain == "http://a.b")
        #expect(Markdown.inline("[](http://a.b)").plain.contains("http://a.b"))
    }

    @Test func hostileNestingNeitherCrashesNorLosesItsText() {
        for mark in ["> ", "- ", "* > "] {
            let text = Markdown.render(String(repeating: mark, count: 3000) + "end", width: 40).map(\.plain).joined()
            #expect(text.contains("end"))
        }
        let brackets = Markdown.render(
            String(repeating: "[", count: 5000) + "x" + String(repeating: "](y)", count: 5000), width: 40)
        #expect(brackets.map(\.plain).joined().contains("x"))
        let stars = Markdown.render(
            String(repeating: "**a ", count: 2000) + String(repeating: " b**", count: 2000), width: 40)
        #expect(stars.map(\.plain).joined().contains("a"))
    }

    @Test func randomMarkdownFitsAndIsSafe() {
        var random = SplitMix(state: 11)
        for _ in 0..<150 {
            let input = hostileText(using: &random, length: Int.random(in: 0..<80, using: &random))
            let width = Int.random(in: 8..<60, using: &random)
            let lines = Markdown.render(input, width: width)
            #expect(!lines.contains { drivesTerminal($0.plain) || $0.columns > width }, "\(input.debugDescription)")
            #expect(!drivesTerminal(Markdown.inline(input).plain), "\(input.debugDescription)")
        }
    }
}
