/// The only thing that is printed: styled text that cannot drive the terminal.
///
/// Every way to make one shows control and format characters instead of keeping them (see `Sanitizer`): neither `plain`
/// nor any run ever holds a control character other than a line feed. Styles are data, turned into control sequences
/// only when a `TerminalOutput` writes to a terminal that shows them.
///
/// For example: `DisplayText("200", style: .good) + " in \(milliseconds) ms"`.
public struct DisplayText: Hashable, Sendable {
    /// A stretch of text in one style.
    public struct Run: Hashable, Sendable {
        public fileprivate(set) var text: String
        public let style: TextStyle

        /// - Precondition: `clean` came out of the sanitiser.
        fileprivate init(clean text: String, style: TextStyle) {
            self.text = text
            self.style = style
        }
    }

    /// Never empty runs, and never two neighbours of one style.
    public private(set) var runs: [Run]

    public init() { runs = [] }

    /// `text` in one style, made safe.
    public init(_ text: String, style: TextStyle = .plain) {
        self.init(clean: Sanitizer.clean(text), style: style)
    }

    /// For text that was cut out of text that is safe.
    init(clean text: String, style: TextStyle) {
        runs = text.isEmpty ? [] : [Run(clean: text, style: style)]
    }

    /// The text without styles.
    public var plain: String { runs.count == 1 ? runs[0].text : runs.map(\.text).joined() }

    public var isEmpty: Bool { runs.isEmpty }

    /// The columns of the longest line.
    public var columns: Int {
        if let only = runs.first, runs.count == 1, !only.text.utf8.contains(0x0A) {
            return DisplayWidth.columns(of: only.text)
        }
        var longest = 0
        var current = 0
        for run in runs {
            for (index, part) in run.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { current = 0 }
                current += DisplayWidth.columns(of: part)
                longest = max(longest, current)
            }
        }
        return longest
    }

    /// The same text with `style` added to every run; a run's own role holds over that of `style`.
    public func styled(_ style: TextStyle) -> DisplayText {
        var result = DisplayText()
        for run in runs { result.append(clean: run.text, style: style + run.style) }
        return result
    }

    public mutating func append(_ other: DisplayText) {
        for run in other.runs { append(clean: run.text, style: run.style) }
    }

    mutating func append(clean text: String, style: TextStyle) {
        guard !text.isEmpty else { return }
        // In place, with no other reference to the text: what is printed piece by piece must not be copied each time.
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text += text
        } else {
            runs.append(Run(clean: text, style: style))
        }
    }

    public static func + (left: DisplayText, right: DisplayText) -> DisplayText {
        var result = left
        result.append(right)
        return result
    }

    public static func += (left: inout DisplayText, right: DisplayText) { left.append(right) }
}

extension DisplayText: CustomStringConvertible {
    public var description: String { plain }
}

extension Sequence<DisplayText> {
    /// All of them in a row, `separator` between neighbours.
    public func joined(separator: DisplayText = DisplayText()) -> DisplayText {
        var result = DisplayText()
        for (index, text) in enumerated() {
            if index > 0 { result.append(separator) }
            result.append(text)
        }
        return result
    }
}
