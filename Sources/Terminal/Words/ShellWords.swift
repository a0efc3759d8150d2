/// A line as words, after the manner of POSIX shells (XCU 2.2): blanks separate, quotes and backslashes keep together.
///
/// - `'…'` keeps everything; `"…"` keeps all but `\"`, `\\` and a backslash before a line end; outside quotes a
///   backslash keeps the next character. A backslash at a line end joins the lines.
/// - Nothing is expanded: no variables, no patterns, no comments.
///
/// For example: `try ShellWords.split(#"user "two words""#)` is `["user", "two words"]`.
public struct ShellWords: Hashable, Sendable {
    /// A word: what it means, and where it stands.
    public struct Word: Hashable, Sendable {
        /// Without its quotes and backslashes.
        public var text: String
        /// Where it stands in the line, quotes included.
        public var range: Range<String.Index>
    }

    /// A quote that was opened and not closed.
    public struct OpenQuote: Hashable, Sendable {
        public var quote: Character
        public var position: String.Index
    }

    public let line: String
    /// The words; the last one reaches to the end of the line if its quote is open.
    public private(set) var words: [Word] = []
    public private(set) var openQuote: OpenQuote?
    /// Whether the last character is a backslash that keeps what would come next.
    public private(set) var endsInBackslash = false

    public init(_ line: String) {
        self.line = line
        let scalars = line.unicodeScalars
        var index = scalars.startIndex
        var start: String.Index?
        var text = String.UnicodeScalarView()
        var quote: (mark: Unicode.Scalar, position: String.Index)?

        func end(at position: String.Index) {
            guard let begin = start else { return }
            words.append(Word(text: String(text), range: begin..<position))
            start = nil
            text = String.UnicodeScalarView()
        }

        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            switch (scalar, quote?.mark) {
            case ("'", "'"), ("\"", "\""):
                quote = nil
            case (_, "'"):
                text.append(scalar)
            case ("\\", _):
                start = start ?? index
                guard next < scalars.endIndex else {
                    endsInBackslash = true
                    text.append(scalar)
                    break
                }
                let kept = scalars[next]
                if quote != nil, kept != "\"", kept != "\\", kept != "\n" { text.append(scalar) }
                if kept != "\n" { text.append(kept) }
                index = scalars.index(after: next)
                continue
            case (_, "\""):
                text.append(scalar)
            case ("'", _), ("\"", _):
                start = start ?? index
                quote = (scalar, index)
            default:
                if scalar.properties.isWhitespace {
                    end(at: index)
                } else {
                    start = start ?? index
                    text.append(scalar)
                }
            }
            index = next
        }
        end(at: scalars.endIndex)
        openQuote = quote.map { OpenQuote(quote: Character($0.mark), position: $0.position) }
    }

    /// What follows the first `count` words, as it was typed, without the blanks before it.
    public func remainder(after count: Int) -> Substring {
        guard count > 0 else { return line.drop(while: \.isWhitespace) }
        guard words.count > count else { return "" }
        return line[words[count].range.lowerBound...]
    }

    /// The words of a line whose quotes are closed.
    public static func split(_ line: String) throws(ShellWordsError) -> [String] {
        let parsed = ShellWords(line)
        if let open = parsed.openQuote {
            throw .openQuote(open.quote, column: line.distance(from: line.startIndex, to: open.position) + 1)
        }
        return parsed.words.map(\.text)
    }

    public static func hasOpenQuote(_ line: String) -> Bool { ShellWords(line).openQuote != nil }

    /// Whether the line ends in a backslash that is not itself kept by one.
    public static func endsWithContinuation(_ line: String) -> Bool {
        !line.unicodeScalars.reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
    }

    /// Two lines as one: a backslash at the end of the first takes itself and the line end away, else the line end
    /// stays.
    ///
    /// In single quotes a backslash is a letter, and the line end stays. An apostrophe inside a word opens no quotes
    /// here, since commands may take text as it is.
    public static func joining(_ line: String, _ following: String) -> String {
        if endsWithContinuation(line), !isInSingleQuotes(line) { return line.dropLast() + following }
        return line + "\n" + following
    }

    private static func isInSingleQuotes(_ line: String) -> Bool {
        guard let open = ShellWords(line).openQuote, open.quote == "'" else { return false }
        guard open.position > line.startIndex else { return true }
        return line[line.index(before: open.position)].isWhitespace
    }

    /// `text` as one word: as it is where that is safe, in double quotes otherwise.
    public static func quoted(_ text: String) -> String {
        needsQuotes(text) ? "\"" + escaped(text, in: "\"") + "\"" : text
    }

    /// Whether `text` would not be read back as it is without quotes.
    static func needsQuotes(_ text: String) -> Bool {
        text.isEmpty
            || text.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "\"" || $0 == "'" || $0 == "\\" }
    }

    /// `text` to stand after the opening `quote`, or outside quotes if it is `nil`; a single quote in single quotes is
    /// left out and back in (`'\''`).
    static func escaped(_ text: String, in quote: Character?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch quote {
            case "'": result.append(contentsOf: scalar == "'" ? "'\\''".unicodeScalars : String(scalar).unicodeScalars)
            case nil where needsQuotes(String(scalar)), "\"" where scalar == "\"" || scalar == "\\":
                result.append("\\")
                result.append(scalar)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

/// Why a line is no list of words.
public enum ShellWordsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// - Parameter column: of the quote, from 1, in characters.
    case openQuote(Character, column: Int)

    public var description: String {
        switch self {
        case .openQuote(let quote, let column):
            "The quote \(quote) in column \(column) is never closed. "
                + "Close it, or put a backslash before it to mean it as it is."
        }
    }
}
