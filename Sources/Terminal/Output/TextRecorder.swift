import Synchronization

/// Prints elsewhere, and keeps what was printed.
public final class TextRecorder: TextOutput {
    private let base: any TextOutput
    private let kept = Mutex(DisplayText())
    private let isMuted = Mutex(false)

    public init(_ base: any TextOutput) { self.base = base }

    /// What was printed since the last call, complaints among it.
    public func take() -> DisplayText {
        kept.withLock { kept in
            defer { kept = DisplayText() }
            return kept
        }
    }

    /// From now on nothing is printed elsewhere, and all is still kept.
    public func mute() { isMuted.withLock { $0 = true } }

    private var audible: (any TextOutput)? { isMuted.withLock { $0 } ? nil : base }

    public var width: Int { base.width }
    public var height: Int { base.height }
    public var isTerminal: Bool { base.isTerminal }
    public var unicode: Bool { base.unicode }
    public var isClosed: Bool { base.isClosed }
    public var terminal: TerminalOutput? { base.terminal }

    public func write(_ text: DisplayText) {
        keep(text)
        audible?.write(text)
    }

    public func print(_ text: DisplayText) {
        keep(text + "\n")
        audible?.print(text)
    }

    public func print(_ lines: [DisplayText]) {
        for line in lines { keep(line + "\n") }
        audible?.print(lines)
    }

    public func complain(_ text: DisplayText) {
        keep(text + "\n")
        audible?.complain(text)
    }

    public func writeJSON(_ json: String) {
        keep(DisplayText(TerminalSafeJSON.text(json) + "\n"))
        audible?.writeJSON(json)
    }

    public func replaceLine(_ text: DisplayText) { audible?.replaceLine(text) }
    public func flush() { audible?.flush() }

    private func keep(_ text: DisplayText) { kept.withLock { $0.append(text) } }
}
