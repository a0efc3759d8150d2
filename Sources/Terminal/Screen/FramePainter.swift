/// Turns frames into what must be written to get from the last one to the next.
struct FramePainter {
    private let encoder: TextEncoder
    /// The rows that are on the screen, as they were written; `nil` if what is there is not known.
    private var shown: [String?] = []
    private var size: TerminalSize?

    init(styles: Bool, unicode: Bool) { encoder = TextEncoder(styles: styles, unicode: unicode) }

    /// Others have drawn: every row is written the next time.
    mutating func forget() { size = nil }

    /// The control sequences that turn what is shown into `frame`; empty if nothing differs.
    ///
    /// Nothing is ever cleared and drawn afterwards: a row is overwritten, and the rest of it erased.
    mutating func paint(_ frame: [DisplayText], on size: TerminalSize) -> String {
        if size != self.size {
            self.size = size
            shown = Array(repeating: nil, count: size.rows)
        }
        var changes = ""
        for row in 0..<size.rows {
            let line = row < frame.count ? frame[row].firstLine.truncated(to: size.columns) : DisplayText()
            let written = encoder.string(line)
            guard written != shown[row] else { continue }
            shown[row] = written
            changes += "\u{1B}[\(row + 1);1H" + written
            // At the right margin there is no rest, and erasing would take the last character.
            if encoder.columns(of: line) < size.columns { changes += "\u{1B}[K" }
        }
        // Mode 2026 (synchronized output): terminals that know it show all of it in one frame, others ignore it.
        return changes.isEmpty ? "" : "\u{1B}[?2026h" + changes + "\u{1B}[?2026l"
    }
}

extension TextEncoder {
    /// The columns of what ``string(_:)`` makes of `text`.
    fileprivate func columns(of text: DisplayText) -> Int {
        unicode ? text.columns : ASCIIText.text(text.plain).utf8.count
    }
}

extension DisplayText {
    fileprivate var firstLine: DisplayText {
        runs.contains { $0.text.utf8.contains(0x0A) } ? lines[0] : self
    }
}
