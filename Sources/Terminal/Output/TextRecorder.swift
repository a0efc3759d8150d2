import Synchronization

/// Prints elsewhere, and keeps what was printed.
public final class TextRecorder: TextOutput {
    private let base: any TextOutput
    private let kept = Mutex(DisplayText())

    public init(_ base: any TextOutput) { self.base = base }

    /// What was printed since the last call, complaints among it.
    public func take() -> DisplayText {
        kept.withLock { kept in
            defer { kept = DisplayText() }
            return kept
        }
    }

    public var width: Int { base.width }
    public var height: Int { base.height }
    public var isTerminal: Bool { base.isTerminal }
    public var unicode: Bool { base.unicode }
    public var isClosed: Bool { base.isClosed }
    public var terminal: TerminalOutput? { base.terminal }

    public func write(_ text: DisplayText) {
        keep(text)
        base.write(text)
    }

    public func print(_ text: DisplayText) {
        keep(text + "\n")
        base.print(text)
    }

    public func print(_ lines: [DisplayText]) {
        for line in lines { keep(line + "\n") }
        base.print(lines)
    }

    public func complain(_ text: DisplayText) {
        keep(text + "\n")
        base.complain(text)
    }

    public func writeJSON(_ json: String) {
        keep(DisplayText(TerminalSafeJSON.text(json) + "\n"))
        base.writeJSON(json)
    }

    public func replaceLine(_ text: DisplayText) { base.replaceLine(text) }
    public func flush() { base.flush() }

    private func keep(_ text: DisplayText) { kept.withLock { $0.append(text) } }
}
