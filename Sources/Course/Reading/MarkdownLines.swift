/// A line of Markdown with what its beginning means, as far as splitting into pages needs it (CommonMark 0.31, sections 4.2 to 4.5).
struct MarkdownLine {
    /// The line without quotation marks and indentation.
    let content: Substring
    /// Spaces before the content, after quotation marks.
    let indentation: Int
    /// How many `>` stand before it.
    let quoteDepth: Int

    init(_ line: Substring) {
        var rest = line
        var depth = 0
        var spaces = 0
        while true {
            let blank = rest.prefix { $0 == " " }
            spaces = blank.utf8.count
            let after = rest[blank.endIndex...]
            guard spaces <= 3, after.first == ">" else {
                content = after
                break
            }
            depth += 1
            rest = after.dropFirst()
            if rest.first == " " { rest = rest.dropFirst() }
        }
        indentation = spaces
        quoteDepth = depth
    }

    var isBlank: Bool { content.allSatisfy(\.isWhitespace) }

    /// The content after list markers (`- `, `1. `), and whether there was one.
    var afterListMarkers: (content: Substring, isItem: Bool) {
        var rest = content
        var isItem = false
        while true {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            let afterDigits = rest[digits.endIndex...]
            let marker: Substring
            if digits.isEmpty {
                guard let first = rest.first, "-*+".contains(first) else { break }
                marker = rest.dropFirst()
            } else {
                guard digits.count <= 9, let mark = afterDigits.first, mark == "." || mark == ")" else { break }
                marker = afterDigits.dropFirst()
            }
            guard marker.isEmpty || marker.first == " " else { break }
            isItem = true
            rest = marker.drop { $0 == " " }
        }
        return (rest, isItem)
    }

    /// The level and text of a heading that begins with `#`.
    var heading: (level: Int, text: String)? {
        guard indentation <= 3, quoteDepth == 0 else { return nil }
        let marks = content.prefix { $0 == "#" }
        let rest = content[marks.endIndex...]
        guard (1...6).contains(marks.count), rest.first.map({ $0 == " " || $0 == "\t" }) ?? true else { return nil }
        var text = rest.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        // A closing run of `#` is no part of the text.
        let closing = text.reversed().prefix { $0 == "#" }.count
        if closing > 0 {
            let before = text.dropLast(closing)
            if before.isEmpty || before.last == " " {
                text = before
                while text.last?.isWhitespace == true { text.removeLast() }
            }
        }
        return (marks.count, String(text))
    }

    /// The line under a heading that is underlined: only `=` or only `-`.
    var isUnderline: Bool {
        guard quoteDepth == 0, indentation <= 3 else { return false }
        var text = content
        while text.last?.isWhitespace == true { text.removeLast() }
        guard text.count >= 2, let first = text.first, first == "=" || first == "-" else { return false }
        return text.allSatisfy { $0 == first }
    }
}

/// A code fence that is open.
struct Fence {
    var mark: Character
    var length: Int
    var quoteDepth: Int
    /// The first word after the marks.
    var language: String
    /// The line that opens it.
    var line: Int

    /// The fence that the line opens.
    init?(opening line: MarkdownLine, number: Int) {
        let content = line.afterListMarkers.content
        guard let mark = content.first, mark == "`" || mark == "~" else { return nil }
        let marks = content.prefix { $0 == mark }
        let info = content[marks.endIndex...]
        guard marks.count >= 3, mark == "~" || !info.contains("`") else { return nil }
        self.mark = mark
        length = marks.count
        quoteDepth = line.quoteDepth
        language = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        self.line = number
    }

    /// Whether the line ends the fence.
    func isClosed(by line: MarkdownLine) -> Bool {
        guard line.quoteDepth == quoteDepth else { return false }
        let marks = line.content.prefix { $0 == mark }
        return marks.count >= length && line.content[marks.endIndex...].allSatisfy(\.isWhitespace)
    }

    /// A fence in a quotation ends with the quotation, closed or not.
    func isLeft(by line: MarkdownLine) -> Bool { line.quoteDepth < quoteDepth }
}

/// Finds code fences that are not closed in the Markdown of a prompt, hint or explanation.
enum FenceCheck {
    /// The line in the text, from 1, of a fence that stays open.
    static func unclosed(in text: String) -> Int? {
        guard text.contains("```") || text.contains("~~~") else { return nil }
        var fence: Fence?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = MarkdownLine(line)
            if let open = fence {
                if open.isClosed(by: line) {
                    fence = nil
                    continue
                }
                guard open.isLeft(by: line) else { continue }
                fence = nil
            }
            fence = Fence(opening: line, number: index + 1)
        }
        return fence?.line
    }
}
