/// What may stand at the cursor.
public struct CompletionCandidate: Hashable, Sendable {
    /// The whole word, without quotes.
    public var text: String
    /// What it is for, in a few words.
    public var meaning: String
    /// Whether the word ends here, so that a space follows; `false` for the beginning of a longer one, such as a
    /// folder.
    public var isComplete: Bool

    public init(_ text: String, meaning: String = "", isComplete: Bool = true) {
        self.text = text
        self.meaning = meaning
        self.isComplete = isComplete
    }
}

/// A line that waits for completion, and the word at its cursor.
public struct CompletionRequest: Hashable, Sendable {
    /// The entry so far, the lines above the one being edited included.
    public var line: String
    /// The part of `line` before the cursor.
    public var beforeCursor: String
    /// The words before the one being completed, without quotes.
    public var words: [String]
    /// What there is of the word being completed, without quotes.
    public var word: String
    /// The same as it was typed.
    public var typed: String
    /// The quote that is open in it.
    public var openQuote: Character?

    public init(line: String, beforeCursor: String) {
        self.line = line
        self.beforeCursor = beforeCursor
        let parsed = ShellWords(beforeCursor)
        openQuote = parsed.openQuote?.quote
        if let last = parsed.words.last, last.range.upperBound == beforeCursor.endIndex {
            words = parsed.words.dropLast().map(\.text)
            word = last.text
            typed = String(beforeCursor[last.range])
        } else {
            words = parsed.words.map(\.text)
            (word, typed) = ("", "")
        }
    }
}

/// What completing does: how to change the line, and what to list.
public struct CompletionResult: Hashable, Sendable {
    /// What to put in place of the last `replaced` Unicode scalars before the cursor.
    public var insertion: String
    public var replaced: Int
    /// The candidates to list: several, and none of them further along than what is typed.
    public var listed: [CompletionCandidate]

    /// Fits candidates to the word at the cursor: only those that begin with it count, in either case if none does
    /// exactly.
    ///
    /// - Returns: `nil` when nothing fits.
    public init?(_ request: CompletionRequest, candidates: [CompletionCandidate]) {
        var fitting = candidates.filter { $0.text.hasPrefix(request.word) }
        if fitting.isEmpty {
            let word = request.word.lowercased()
            fitting = candidates.filter { $0.text.lowercased().hasPrefix(word) }
        }
        var seen: Set<String> = []
        fitting = fitting.filter { seen.insert($0.text).inserted }
        guard let first = fitting.first else { return nil }
        let common = fitting.dropFirst().reduce(first.text) { Self.commonPrefix($0, $1.text) }
        let isOnly = fitting.count == 1
        guard isOnly || common.count > request.word.count else {
            (insertion, replaced, listed) = ("", 0, fitting)
            return
        }
        replaced = request.typed.unicodeScalars.count
        insertion = Self.typed(common, like: request, isWhole: isOnly && first.isComplete)
        listed = []
    }

    /// `word` quoted as the learner has begun to quote it, or else only where it must be.
    private static func typed(_ word: String, like request: CompletionRequest, isWhole: Bool) -> String {
        let begun = request.typed.first.flatMap { $0 == "\"" || $0 == "'" ? $0 : nil }
        guard let quote = begun ?? request.openQuote ?? (ShellWords.needsQuotes(word) ? "\"" : nil) else {
            return word + (isWhole ? " " : "")
        }
        return String(quote) + ShellWords.escaped(word, in: quote) + (isWhole ? "\(quote) " : "")
    }

    private static func commonPrefix(_ a: String, _ b: String) -> String {
        String(zip(a, b).prefix { $0 == $1 }.map(\.0))
    }
}

/// Candidates below the line.
package enum CompletionList {
    /// With meanings a candidate a line, else in columns; at most `rows` lines.
    package static func lines(_ candidates: [CompletionCandidate], width: Int, rows: Int) -> [DisplayText] {
        let rows = max(2, rows)
        var lines: [DisplayText]
        if candidates.contains(where: { !$0.meaning.isEmpty }), candidates.count <= rows {
            let name = min(candidates.map { DisplayText($0.text).columns }.max() ?? 0, width / 2)
            lines = candidates.map { candidate in
                let text = DisplayText(candidate.text, style: .accent).truncated(to: name).padded(to: name)
                return ("  " + text + "  " + DisplayText(candidate.meaning, style: .dim)).trimmed.truncated(
                    to: width - 1)
            }
        } else {
            let texts = candidates.map { DisplayText($0.text, style: .accent).truncated(to: max(1, width - 3)) }
            let column = (texts.map(\.columns).max() ?? 0) + 2
            let columns = max(1, (width - 2) / column)
            let height = (texts.count + columns - 1) / columns
            lines = (0..<height).map { row in
                let cells = stride(from: row, to: texts.count, by: height).map { texts[$0].padded(to: column) }
                return ("  " + cells.joined()).trimmed
            }
        }
        if lines.count > rows {
            lines =
                lines.prefix(rows - 1) + [
                    DisplayText("  and more, \(candidates.count) in all: type another letter", style: .dim)
                ]
        }
        return lines
    }
}
