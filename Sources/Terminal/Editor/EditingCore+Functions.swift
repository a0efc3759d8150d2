import CEditLine
import Foundation

// What keys do that libedit has no function for.
extension EditingCore {
    func run(_ function: EditorKeys.Function?) -> UInt8 {
        switch function {
        case .complete: complete()
        case .paste: insertPaste()
        case .endOrDelete: endOrDelete()
        case .moveRight: move(by: 1)
        case .moveToEnd: move(by: currentLine().text.unicodeScalars.count)
        case nil: UInt8(EDITLINE_ERROR)
        }
    }

    /// Moves at most to the end.
    private func move(by count: Int) -> UInt8 {
        let line = currentLine()
        let left = line.text.unicodeScalars.count - line.beforeCursor.unicodeScalars.count
        editline_move_cursor(handle, Int32(min(count, left)))
        return UInt8(EDITLINE_REFRESH)
    }

    /// Ctrl-D: the end on an empty line, else like Delete.
    private func endOrDelete() -> UInt8 {
        let line = currentLine()
        if line.text.isEmpty { return UInt8(EDITLINE_END) }
        guard line.beforeCursor != line.text else { return UInt8(EDITLINE_ERROR) }
        editline_move_cursor(handle, 1)
        editline_delete_before(handle, 1)
        return UInt8(EDITLINE_REFRESH)
    }

    private func insertPaste() -> UInt8 {
        defer { pasted = "" }
        // Characters that reorder or hide text are shown by their code points: libedit would print them as they are.
        let visible = pasted.split(separator: "\n", omittingEmptySubsequences: false)
            .map { DisplayText(String($0)).plain }.joined(separator: "\n")
        // A line end after the last line would only add an empty one.
        let text = visible.hasSuffix("\n") ? String(visible.dropLast()) : visible
        guard !text.isEmpty else { return UInt8(EDITLINE_NORMAL) }
        return UInt8(editline_insert(handle, text) ? EDITLINE_REFRESH : EDITLINE_ERROR)
    }

    private func complete() -> UInt8 {
        let line = currentLine()
        let above = lines.unfinished.map { $0 + "\n" } ?? ""
        let request = CompletionRequest(line: above + line.text, beforeCursor: above + line.beforeCursor)
        guard let result = CompletionResult(request, candidates: candidates(for: request)) else {
            return UInt8(EDITLINE_ERROR)
        }
        guard result.listed.isEmpty else {
            moveBelowLine()
            let rows = min(output.height * 2 / 3, output.height - 3)
            output.print(CompletionList.lines(result.listed, width: output.width, rows: rows))
            editline_redraw(handle)
            return UInt8(EDITLINE_NORMAL)
        }
        editline_delete_before(handle, Int32(result.replaced))
        return UInt8(editline_insert(handle, result.insertion) ? EDITLINE_REFRESH : EDITLINE_ERROR)
    }

    /// Waits for the closure, which may need another thread, but not for ever.
    private func candidates(for request: CompletionRequest) -> [CompletionCandidate] {
        let completions = configuration.completions
        let delivery = Delivery<[CompletionCandidate]>()
        Task.detached { delivery.put(await completions(request)) }
        return delivery.take(within: .seconds(3)) ?? []
    }
}
