import Synchronization

/// One line that shows how far long work is, on a terminal; nothing elsewhere.
///
/// For example: `let line = ProgressLine("reading the model", on: output)`, `line.update(0.4)`, `line.finish()`.
public final class ProgressLine: Sendable {
    private let title: DisplayText
    private let output: any TextOutput
    private let shown = Mutex<DisplayText?>(nil)

    public init(_ title: DisplayText, on output: any TextOutput) {
        self.title = title
        self.output = output
    }

    /// Shows a share between 0 and 1, and a note; draws only what has changed.
    public func update(_ share: Double, note: DisplayText = "") {
        guard output.isTerminal else { return }
        let line = text(share, note: note)
        let isNew = shown.withLock { last in
            defer { last = line }
            return last != line
        }
        if isNew { output.replaceLine(line) }
    }

    /// Takes the line away, and leaves `text` in its place if there is one.
    public func finish(_ text: DisplayText = "") {
        if shown.withLock({ $0 != nil }) { output.replaceLine("") }
        if !text.isEmpty { output.print(text) }
    }

    private func text(_ share: Double, note: DisplayText) -> DisplayText {
        let share = share.isNaN ? 0 : min(max(share, 0), 1)
        let percent = DisplayText("\(Int((share * 100).rounded(.down))) %").padded(to: 5, alignment: .right)
        let bar = Bar.text(share, width: 20, unicode: output.unicode).padded(to: 20)
        return title + " " + bar + " " + percent + (note.isEmpty ? "" : " " + note)
    }
}
