import Synchronization

/// Keeps what is printed: for tests, and for whoever runs commands to look at what they say.
public final class TextCapture: TextOutput {
    public let width: Int
    public let height: Int
    public let isTerminal: Bool
    public let unicode: Bool

    private struct State {
        var text = DisplayText()
        var complaints: [DisplayText] = []
    }

    private let state = Mutex(State())

    public init(width: Int = 80, height: Int = 24, isTerminal: Bool = false, unicode: Bool = true) {
        self.width = width
        self.height = height
        self.isTerminal = isTerminal
        self.unicode = unicode
    }

    public var isClosed: Bool { false }

    /// Everything printed so far, with styles; complaints are kept apart.
    public var text: DisplayText { state.withLock { $0.text } }
    /// Everything printed so far.
    public var plain: String { text.plain }
    /// The printed lines, without their line ends.
    public var lines: [String] {
        var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
    /// What `complain` was given, a line each.
    public var complaints: [String] { state.withLock { $0.complaints.map(\.plain) } }

    /// What was printed since the last call.
    public func take() -> DisplayText {
        state.withLock { state in
            defer { state.text = DisplayText() }
            return state.text
        }
    }

    public func write(_ text: DisplayText) { state.withLock { $0.text.append(text) } }

    public func print(_ text: DisplayText) { write(text + "\n") }

    public func complain(_ text: DisplayText) { state.withLock { $0.complaints.append(text) } }

    public func writeJSON(_ json: String) { print(DisplayText(TerminalSafeJSON.text(json))) }

    public func replaceLine(_ text: DisplayText) {}

    public func flush() {}
}
