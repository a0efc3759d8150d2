import Foundation

/// Shows many lines a screenful at a time where a person reads along; all at once otherwise.
///
/// Space or Page Down goes on by a screen, Enter or ↓ by a line, b or Page Up goes back, q or Ctrl-C ends. What was
/// shown stays in the terminal's own history.
public struct Pager {
    private let output: any TextOutput
    private let openKeyboard: () -> RawKeyboard?

    public init(output: any TextOutput) {
        self.init(output: output) { RawKeyboard() }
    }

    init(output: any TextOutput, openKeyboard: @escaping () -> RawKeyboard?) {
        self.output = output
        self.openKeyboard = openKeyboard
    }

    /// Returns when the last line has been shown, or the reader has had enough.
    public func show(_ lines: [DisplayText]) {
        let rows = lines.flatMap { $0.wrapped(to: max(1, output.width)) }
        let screen = output.height - 1
        guard output.isTerminal, rows.count > screen, screen > 2, let keyboard = openKeyboard() else {
            output.print(lines)
            return
        }
        defer { keyboard.close() }
        output.flush()
        var shown = min(screen, rows.count)
        output.print(Array(rows[..<shown]))
        while shown < rows.count, !output.isClosed {
            output.replaceLine(status(shown, of: rows.count))
            let event = keyboard.next()
            output.replaceLine("")
            // The window may have changed since the last key.
            let screen = max(2, output.height - 1)
            switch event {
            case .key(.character(" ")), .key(.pageDown), .key(.character("f")):
                let next = min(rows.count, shown + screen)
                output.print(Array(rows[shown..<next]))
                shown = next
            case .key(.enter), .key(.down), .key(.character("j")):
                output.print(rows[shown])
                shown += 1
            case .key(.character("b")), .key(.pageUp):
                let top = max(0, shown - 2 * screen)
                shown = min(rows.count, top + screen)
                output.print(Array(rows[top..<shown]))
            case .key(.end), .key(.character("G")):
                output.print(Array(rows[shown...]))
                shown = rows.count
            case .key(.character("q")), .key(.escape), .key(.control("c")), .key(.control("d")), .interrupted,
                .endOfInput:
                return
            default: break
            }
        }
    }

    private func status(_ shown: Int, of count: Int) -> DisplayText {
        DisplayText("-- \(shown * 100 / count) % -- Space goes on, b back, q ends", style: .dim)
    }
}
