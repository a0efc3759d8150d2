import CEditLine

// Where prompt and line stand on the screen, for what is printed around them.
extension EditingCore {
    func currentLine() -> (text: String, beforeCursor: String) {
        var cursor = 0
        var length = 0
        guard let bytes = editline_line(handle, &cursor, &length) else { return ("", "") }
        let buffer = UnsafeRawBufferPointer(start: bytes, count: length)
        return (
            String(decoding: buffer, as: UTF8.self), String(decoding: buffer.prefix(cursor), as: UTF8.self)
        )
    }

    /// The rows of the screen above and below the cursor that prompt and line take.
    private func rows() -> (above: Int, below: Int) {
        let line = currentLine()
        let width = output.terminalColumns
        let above = EditorRows.count(promptText.plain + line.beforeCursor, width: width)
        let all = EditorRows.count(promptText.plain + line.text, width: width)
        return (above, max(0, all - above))
    }

    /// Clears prompt and line and leaves the cursor where the prompt began.
    func eraseLine() {
        guard output.capabilities.cursorMoves else {
            output.writeControl("\r\n")
            return
        }
        let above = rows().above
        output.writeControl("\r" + (above > 0 ? "\u{1B}[\(above)A" : "") + "\u{1B}[J")
    }

    /// Leaves the line as it stands and moves to the row below it.
    func moveBelowLine(after mark: String = "") {
        let below = output.capabilities.cursorMoves ? rows().below : 0
        output.writeControl((below > 0 ? "\u{1B}[\(below)B" : "") + mark + "\r\n")
    }

    func showPosts() {
        let posts = mailbox.takePosts()
        guard !posts.isEmpty else { return }
        eraseLine()
        output.print(posts)
        editline_redraw(handle)
    }
}
