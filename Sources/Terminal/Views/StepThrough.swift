/// Shows parts one after the other, a key each, where a person reads along; all at once otherwise.
///
/// Any key goes on, `b` or ↑ shows the part before again, `a` all that is left, `q` or Ctrl-C ends.
public struct StepThrough {
    private let output: any TextOutput
    private let openKeyboard: () -> RawKeyboard?

    public init(output: any TextOutput) {
        self.output = output
        openKeyboard = { RawKeyboard() }
    }

    /// Gives the lines of part `index` when they are needed, for the width that there is then.
    public func show(_ count: Int, _ part: (_ index: Int) -> [DisplayText]) {
        guard output.isTerminal, count > 1, let keyboard = openKeyboard() else {
            for index in 0..<count { output.print((index > 0 ? [DisplayText()] : []) + part(index)) }
            return
        }
        defer { keyboard.close() }
        output.flush()
        var index = 0
        output.print(part(0))
        while index + 1 < count, !output.isClosed {
            output.replaceLine(
                DisplayText(
                    "-- \(index + 1) of \(count) -- any key goes on, b back, a all, q ends", style: .dim))
            let event = keyboard.next()
            output.replaceLine("")
            switch event {
            case .key(.character("q")), .key(.escape), .key(.control("c")), .key(.control("d")), .interrupted,
                .endOfInput:
                return
            case .key(.character("b")), .key(.up), .key(.left), .key(.pageUp):
                index = max(0, index - 1)
                output.print([DisplayText()] + part(index))
            case .key(.character("a")):
                while index + 1 < count {
                    index += 1
                    output.print([DisplayText()] + part(index))
                }
            case .redraw, .timedOut: continue
            case .key:
                index += 1
                output.print([DisplayText()] + part(index))
            }
        }
    }
}
