/// Where commands print: a terminal, a pipe, or memory. It takes `DisplayText` only.
public protocol TextOutput: AnyObject, Sendable {
    /// The columns to lay text out for.
    var width: Int { get }
    /// The lines of the screen, as far as there is one.
    var height: Int { get }
    /// Whether a person reads along at a terminal.
    var isTerminal: Bool { get }
    /// Whether characters beyond ASCII can be shown: bars, boxes, dashes.
    var unicode: Bool { get }
    /// Whether the reader has gone (a closed pipe): what is written from then on is dropped, so stop when it suits.
    var isClosed: Bool { get }

    /// Writes text as it is. It may be held back until a line ends or `flush` is called.
    func write(_ text: DisplayText)
    /// Writes text and a line end. When it returns, everything so far has been handed to the system.
    func print(_ text: DisplayText)
    /// Writes lines, at once.
    func print(_ lines: [DisplayText])
    /// Writes a line about what went wrong: on standard error, where that is another stream.
    func complain(_ text: DisplayText)
    /// Writes JSON and a line end, without colour; characters that could drive a terminal are escaped as JSON allows.
    func writeJSON(_ json: String)
    /// Shows `text` in place of the line being written, without a line end: for progress. Only where `isTerminal`.
    func replaceLine(_ text: DisplayText)
    /// Hands what is held back to the system.
    func flush()
    /// The terminal behind this, for what takes the whole screen; `nil` where there is none.
    var terminal: TerminalOutput? { get }
}

extension TextOutput {
    public var terminal: TerminalOutput? { nil }

    public func print() { print(DisplayText()) }

    public func print(_ lines: [DisplayText]) {
        for line in lines { print(line) }
    }
}
