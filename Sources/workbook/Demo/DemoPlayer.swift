import Course
import Terminal

/// Shows a demo: a page a keypress at a terminal, all of it at once elsewhere.
@MainActor
struct DemoPlayer {
    let stage: DemoStage
    let output: any TextOutput
    var showsNotes: Bool

    private enum Wish {
        case next, back, first, again, notes, redraw, leave
    }

    private var demo: Demo { stage.demo }

    mutating func run() async throws {
        guard let terminal = output.terminal, terminal.isTerminal, terminal.capabilities.cursorMoves,
            RawKeyboard().map({ $0.close() }) != nil
        else { return try await runThrough() }
        // 0 is the title.
        var page = 0
        while true {
            terminal.beginScreen()
            try await show(page: page)
            switch try wish(at: page) {
            case .next: page = min(page + 1, demo.steps.count)
            case .back: page = max(page - 1, 0)
            case .first: page = 0
            case .again: if page > 0 { stage.forget(page - 1) }
            case .notes: showsNotes.toggle()
            case .redraw: break
            case .leave: return
            }
        }
    }

    /// Shows a page; its command runs when it is shown for the first time.
    private func show(page: Int) async throws {
        guard page > 0 else {
            return output.print(DemoView.title(of: demo, notes: showsNotes, width: output.width))
        }
        output.print(DemoView.step(page - 1, of: demo, notes: showsNotes, width: output.width))
        if let kept = stage.output(of: page - 1) {
            output.write(kept)
            output.flush()
        } else {
            _ = try await stage.run(page - 1)
        }
    }

    /// Waits for a key that means something here.
    private func wish(at page: Int) throws -> Wish {
        guard let keyboard = RawKeyboard() else { return .leave }
        defer {
            output.replaceLine("")
            keyboard.close()
        }
        let isLast = page == demo.steps.count
        while true {
            output.replaceLine(DisplayText(footer(at: page), style: .dim))
            switch keyboard.next() {
            case .key(.character(" ")), .key(.right), .key(.enter), .key(.pageDown), .key(.down):
                if !isLast { return .next }
            case .key(.left), .key(.backspace), .key(.pageUp), .key(.up): if page > 0 { return .back }
            case .key(.home): return .first
            case .key(.character("r")): if page > 0 { return .again }
            case .key(.character("n")): return .notes
            case .key(.character("q")), .key(.escape), .key(.control("c")), .key(.control("d")), .endOfInput:
                return .leave
            case .interrupted: throw CancellationError()
            case .redraw: return .redraw
            default: break
            }
        }
    }

    private func footer(at page: Int) -> String {
        let count = demo.steps.count
        let keys = [
            page == 0 ? "-- Space begins" : "-- \(page) of \(count)",
            page == count ? "the end" : page > 0 ? "Space on" : "",
            page > 0 ? "← back" : "", page > 0 ? "r anew" : "", "n notes", "q leaves",
        ]
        return keys.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Without anybody to press keys: every step, in its order.
    private func runThrough() async throws {
        output.print(DemoView.title(of: demo, notes: showsNotes, width: output.width))
        var status: Int32 = 0
        for index in demo.steps.indices {
            try Task.checkCancellation()
            output.print([""] + DemoView.step(index, of: demo, notes: showsNotes, width: output.width))
            if stage.needsTerminal(index) {
                output.print(DisplayText("(passed over: this needs a terminal)", style: .dim))
            } else if try await !stage.run(index, tellingPlace: true) {
                status = 1
            }
        }
        if status != 0 { throw ScriptFailure(status: status) }
    }
}
