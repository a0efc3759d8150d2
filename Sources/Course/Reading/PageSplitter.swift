import DataFiles

/// Splits the Markdown of a lesson into pages and blocks, line by line.
///
/// No Markdown parser is needed for that, only an eye on code fences: what looks like a heading inside of one is code.
struct PageSplitter {
    var file: String
    var topic: String
    /// The lesson's: also the title of a first page without a heading.
    var title: String
    var log: ProblemLog

    func pages(of lines: ArraySlice<Substring>, firstLine: Int) -> [Page] {
        var walk = PageWalk(splitter: self, firstLine: firstLine)
        for (offset, line) in lines.enumerated() { walk.take(line, number: firstLine + offset) }
        walk.finish()
        if walk.pages.isEmpty {
            log.report("the lesson has no text", at: Place(file, line: firstLine))
        }
        return walk.pages
    }
}

/// The state between two lines.
private struct PageWalk {
    let splitter: PageSplitter
    var pages: [Page] = []

    private var title: String
    private var titleLine: Int?
    private var raw: [Substring] = []
    private var rawLine: Int
    private var markdown: [Substring] = []
    private var blocks: [Block] = []
    private var tries: [TryLine] = []
    private var printed: [String] = []
    private var placed = 0
    private var fence: Fence?
    private var headingLevel = 2
    private var inList = false
    private var previous = MarkdownLine("")

    init(splitter: PageSplitter, firstLine: Int) {
        self.splitter = splitter
        title = splitter.title
        rawLine = firstLine
    }

    private var log: ProblemLog { splitter.log }

    private func place(_ line: Int, _ column: Int = 1) -> Place { Place(splitter.file, line: line, column: column) }

    mutating func take(_ line: Substring, number: Int) {
        let parsed = MarkdownLine(line)
        defer { previous = parsed }
        if let fence {
            if fence.isClosed(by: parsed) {
                close(fence, line)
                return
            }
            if !fence.isLeft(by: parsed) {
                inside(fence, line, number)
                return
            }
            self.fence = nil
        }
        if let heading = parsed.heading {
            take(heading, line, number)
            return
        }
        trackList(parsed)
        if parsed.indentation <= 3 || inList, let opened = Fence(opening: parsed, number: number) {
            open(opened, parsed, line)
            return
        }
        checkHeadingLookalikes(parsed, number)
        keep(line)
    }

    mutating func finish() {
        if let fence {
            log.report(
                "the code fence that opens here is never closed", at: place(fence.line),
                advice: "End it with a line '\(String(repeating: fence.mark, count: fence.length))'.")
            flushTries()
        }
        endPage()
    }

    // MARK: Lines

    private mutating func keep(_ line: Substring) {
        raw.append(line)
        markdown.append(line)
    }

    private mutating func trackList(_ line: MarkdownLine) {
        if line.afterListMarkers.isItem {
            inList = true
        } else if !line.isBlank, line.indentation == 0, previous.isBlank {
            inList = false
        }
    }

    private mutating func take(_ heading: (level: Int, text: String), _ line: Substring, _ number: Int) {
        inList = false
        if heading.level == 1 {
            log.report(
                "a heading of level 1 stands here", at: place(number),
                advice: "The lesson's title is in the front matter; a page begins with '## '.")
        }
        if heading.text.isEmpty { log.report("the heading is empty", at: place(number)) }
        guard heading.level <= 2 else {
            if heading.level > headingLevel + 1 {
                log.report(
                    "the heading skips from level \(headingLevel) to \(heading.level)", at: place(number),
                    advice: "Use '\(String(repeating: "#", count: headingLevel + 1)) '.")
            }
            headingLevel = heading.level
            keep(line)
            return
        }
        endPage()
        title = heading.text.isEmpty ? splitter.title : heading.text
        titleLine = number
        rawLine = number + 1
        headingLevel = 2
    }

    private func checkHeadingLookalikes(_ line: MarkdownLine, _ number: Int) {
        if line.quoteDepth == 0, line.indentation <= 3, line.content.hasPrefix("##") {
            log.report("a space is missing after '##'", at: place(number), advice: "Without it this is no heading.")
        }
        let underlines =
            !previous.isBlank && previous.quoteDepth == 0 && previous.heading == nil && !previous.content.contains("|")
            && !previous.afterListMarkers.isItem && !previous.content.hasPrefix("```")
            && !previous.content.hasPrefix("~~~")
            && !previous.isUnderline
        if underlines, line.isUnderline {
            log.report(
                "the line above is underlined, which makes it a heading", at: place(number),
                advice: "Write '## ' before a heading, or an empty line before a rule.")
        }
    }

    // MARK: Fences

    private mutating func open(_ fence: Fence, _ parsed: MarkdownLine, _ line: Substring) {
        self.fence = fence
        tries = []
        printed = []
        placed = 0
        guard isOwn(fence) else {
            keep(line)
            checkLanguage(fence)
            return
        }
        raw.append(line)
        flushMarkdown()
        if parsed.quoteDepth > 0 || parsed.afterListMarkers.isItem || (inList && parsed.indentation >= 2) {
            log.report(
                "the `\(fence.language)` block is inside of a list or quotation", at: place(fence.line),
                advice: "Move it out, to the beginning of a line.")
        }
    }

    private func isOwn(_ fence: Fence) -> Bool { ["try", "output", "exercise"].contains(fence.language) }

    private func checkLanguage(_ fence: Fence) {
        let word = fence.language
        let meant: String? =
            if ["tries", "trys", "Try", "TRY"].contains(word) {
                "try"
            } else if word.count >= 6, Suggestion.closest(to: word, in: ["exercise"]) != nil {
                "exercise"
            } else if ["Output", "OUTPUT", "outputs", "ouput", "ouptut"].contains(word) {
                "output"
            } else {
                nil
            }
        if let meant {
            log.report("unknown block '\(word)'", at: place(fence.line), advice: "Did you mean '\(meant)'?")
        }
    }

    private mutating func inside(_ fence: Fence, _ line: Substring, _ number: Int) {
        // A closing line that was forgotten would swallow the next block, and end where that one ends.
        if let inner = Fence(opening: MarkdownLine(line), number: number), isOwn(inner), inner.mark == fence.mark,
            inner.length >= fence.length
        {
            log.report(
                "the code fence that opens here is not closed before the `\(inner.language)` block in line \(number)",
                at: place(fence.line),
                advice: "End it with a line '\(String(repeating: fence.mark, count: fence.length))'.")
        }
        guard isOwn(fence) else {
            keep(line)
            return
        }
        raw.append(line)
        if fence.language == "output" {
            printed.append(String(line))
            placed += 1
            return
        }
        let text = String(line).trimmingBlanks
        guard !text.isEmpty else { return }
        placed += 1
        if fence.language == "try" {
            tries.append(TryLine(text: text, line: number))
            return
        }
        let column = line.unicodeScalars.prefix { $0 == " " }.count + 1
        guard let id = ExerciseID(text) else {
            let isPosition = Position.parse(text) != nil
            log.report(
                "'\(text.prefix(60))' is no exercise id", at: place(number, column),
                advice: isPosition
                    ? "Write the id, as in '\(splitter.topic).name': positions change."
                    : "Write one a line, as in '\(splitter.topic).name'.")
            return
        }
        blocks.append(.exercise(id, line: number))
    }

    private mutating func close(_ fence: Fence, _ line: Substring) {
        self.fence = nil
        guard isOwn(fence) else {
            keep(line)
            return
        }
        raw.append(line)
        if placed == 0 {
            log.report(
                "the `\(fence.language)` block is empty", at: place(fence.line),
                advice: fence.language == "try"
                    ? "Write a command in it, or delete it."
                    : fence.language == "output"
                        ? "Write what the commands print, or delete it." : "Write an exercise id in it, or delete it.")
        }
        if fence.language == "output" { endOutput(fence) }
        flushTries()
    }

    private mutating func endOutput(_ fence: Fence) {
        let hasTries = blocks.contains { if case .tries = $0 { true } else { false } }
        if !hasTries {
            log.report(
                "no `try` block on this page stands before the `output` block", at: place(fence.line),
                advice: "It shows what the lines before it print.")
        }
        if !printed.isEmpty { blocks.append(.output(printed, line: fence.line + 1)) }
        printed = []
    }

    private mutating func flushTries() {
        if !tries.isEmpty { blocks.append(.tries(tries)) }
        tries = []
    }

    // MARK: Pages

    private mutating func flushMarkdown() {
        let text = Self.trimmed(markdown)
        if !text.isEmpty { blocks.append(.markdown(text)) }
        markdown = []
    }

    private mutating func endPage() {
        flushMarkdown()
        let text = Self.trimmed(raw)
        // A lesson may begin with a heading: then nothing but blank lines stands before it.
        if titleLine != nil || !text.isEmpty {
            let firstText = raw.firstIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0
            if text.isEmpty, let titleLine {
                log.report(
                    "the page '\(title)' is empty", at: place(titleLine), advice: "Write something below its heading.")
            }
            pages.append(Page(title: title, markdown: text, blocks: blocks, line: titleLine ?? rawLine + firstText))
        }
        raw = []
        blocks = []
    }

    /// The lines without blank ones at the ends.
    private static func trimmed(_ lines: [Substring]) -> String {
        let isBlank: (Substring) -> Bool = { $0.allSatisfy(\.isWhitespace) }
        guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
        else {
            return ""
        }
        return lines[first...last].joined(separator: "\n")
    }
}
