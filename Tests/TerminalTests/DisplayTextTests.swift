import Terminal
import Testing

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("plain text", "plain text"),
        ("\u{1B}[31mred", "␛[31mred"),
        ("a\r\nb", "a␍\nb"),
        ("bell\u{07} nul\0 del\u{7F}", "bell␇ nul␀ del␡"),
        ("C1 \u{9B}2J \u{85}", "C1 \\u{9B}2J \\u{85}"),
        (
            "if (admin\u{202E} \u{2066}// user\u{2069} \u{2066})",
            "if (admin\\u{202E} \\u{2066}// user\\u{2069} \\u{2066})"
        ),
        ("zero\u{200B}width\u{FEFF}", "zero\\u{200B}width\\u{FEFF}"),
        ("a\u{200D}b", "a\\u{200D}b"),
        ("tags\u{E0041}\u{E007F}", "tags\\u{E0041}\\u{E007F}"),
        ("soft\u{AD}hyphen \u{2028}", "soft\\u{AD}hyphen \\u{2028}"),
        ("filler \u{3164}", "filler \\u{3164}"),
        ("unassigned \u{378} non-character \u{FFFE}", "unassigned \\u{378} non-character \\u{FFFE}"),
        ("\u{301}alone", "\u{25CC}\u{301}alone"),
        ("e\u{301} kept", "e\u{301} kept"),
        ("👨\u{200D}👩\u{200D}👧 ❤\u{FE0F} 🏴", "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F} 🏴"),
        ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("a\tb\tabc\td", "a   b   abc d"),
    ])
    func constructorShowsWhatWouldDriveATerminal(_ input: String, _ expected: String) {
        #expect(Array(DisplayText(input).plain.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func endlessCombiningMarksAreCutOffVisibly() {
        let text = DisplayText("a" + String(repeating: "\u{301}", count: 100) + "b")
        #expect(text.plain.count(where: { $0 == "\\" }) == 92)
        #expect(text.plain.hasSuffix("b"))
    }

    @Test func interpolationKeepsStylesAndIsMadeSafe() {
        let name = "x\u{1B}y"
        let text: DisplayText = "a \(name) \(DisplayText("b", style: .good)) \(3, style: .bold)"
        #expect(text.plain == "a x␛y b 3")
        #expect(text.runs.map(\.style) == [.plain, .good, .plain, .bold])
    }

    @Test func nothingOfHostileTextDrivesATerminalHoweverItIsMade() {
        var random = SplitMix(state: 7)
        for _ in 0..<300 {
            let input = hostileText(using: &random, length: Int.random(in: 0..<60, using: &random))
            let width = Int.random(in: 1..<40, using: &random)
            let text = DisplayText(input, style: .code)
            var results = [
                text, "\(input)\(text)", text.truncated(to: width), text.padded(to: width), text.styled(.bold),
            ]
            results += text.wrapped(to: width) + text.wrapped(to: width, next: "  ")
            var table = Table([.init(text), .init("b", alignment: .right, overflow: .truncate)], border: .box)
            table.append([text, text, text])
            results += table.lines(width: width + 10)
            #expect(!results.contains { drivesTerminal($0.plain) }, "\(input.debugDescription)")
            // A cluster that is wider than the line cannot be broken.
            let widest = text.plain.map { DisplayWidth.columns(of: $0) }.max() ?? 0
            #expect(
                text.wrapped(to: width).allSatisfy { $0.columns <= max(width, widest) }, "\(input.debugDescription)")
            #expect(text.truncated(to: width).columns <= width, "\(input.debugDescription)")
        }
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("å", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("ｆｕｌｌ", 8), ("🎉", 2), ("👨‍👩‍👧", 2), ("🇸🇪", 2),
        ("👋🏽", 2), ("❤️", 2), ("▸…", 2), ("█▏", 2), ("क", 1), ("\u{1100}\u{1161}\u{11A8}", 2), ("two\nlonger", 6),
        ("\u{A0}", 1),
    ])
    func columnsAreThoseOfATerminal(_ text: String, _ columns: Int) {
        #expect(DisplayText(text).columns == columns)
    }

    @Test(arguments: [
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("the quick brown fox", 9, ["the quick", "brown fox"]),
        ("exactly", 7, ["exactly"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("  indented words here", 12, ["  indented", "words here"]),
        ("one\n\ntwo", 80, ["one", "", "two"]),
        ("日本語のテキスト", 7, ["日本語", "のテキ", "スト"]),
        ("日本。語", 4, ["日", "本。", "語"]),
        ("", 5, [""]),
        ("a    b", 3, ["a", "b"]),
        ("日", 1, ["日"]),
    ])
    func wrappingBreaksAtSpacesOrWhereItMust(_ text: String, _ width: Int, _ expected: [String]) {
        #expect(DisplayText(text).wrapped(to: width).map(\.plain) == expected)
    }

    @Test func wrappingKeepsStylesAndBeginsFurtherLinesAsTold() {
        let text = DisplayText("one two ") + DisplayText("three four", style: .good)
        let lines = text.wrapped(to: 9, next: "> ")
        #expect(lines.map(\.plain) == ["one two", "> three", "> four"])
        #expect(lines[1].runs.map(\.style) == [.plain, .good])
    }

    @Test(arguments: [
        ("abcdef", 4, "abc…"), ("abcd", 4, "abcd"), ("日本語", 4, "日…"), ("日本語", 5, "日本…"), ("ab", 0, ""),
        ("ab\nabc", 2, "ab\na…"),
    ])
    func truncationEndsInAnEllipsis(_ text: String, _ width: Int, _ expected: String) {
        #expect(DisplayText(text).truncated(to: width).plain == expected)
    }

    @Test func paddingCountsColumns() {
        #expect(DisplayText("日").padded(to: 4).plain == "日  ")
        #expect(DisplayText("日").padded(to: 5, alignment: .right).plain == "   日")
        #expect(DisplayText("ab").padded(to: 5, alignment: .center).plain == " ab  ")
        #expect(DisplayText("long").padded(to: 2).plain == "long")
    }

    @Test func textGrowsPieceByPieceInLinearTime() {
        let capture = TextCapture()
        for number in 0..<50_000 { capture.print(DisplayText("line \(number) with a few words in it")) }
        #expect(capture.lines.count == 50_000)
    }

    @Test func manyTabsInALineTakeLinearTime() {
        let text = DisplayText(String(repeating: "a\t", count: 100_000))
        #expect(text.plain.utf8.count == 400_000)
    }
}
