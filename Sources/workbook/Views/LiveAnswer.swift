import Terminal
import Traffic

/// Shows an answer while it arrives, and the rest of it when all is there.
@MainActor
struct LiveAnswer {
    let output: any TextOutput
    private var shown = false

    init(output: any TextOutput) { self.output = output }

    /// Shows text that has just arrived.
    mutating func show(_ text: String) {
        guard !text.isEmpty else { return }
        shown = true
        output.write(DisplayText(text))
        output.flush()
    }

    /// Shows what did not stream: a whole answer, or the error that came instead.
    mutating func finish(_ exchange: Exchange) {
        if shown {
            output.print("")
        } else if let text = exchange.text, !text.isEmpty {
            output.print(DisplayText(text))
        } else if !exchange.responseBody.isEmpty {
            output.print(DisplayText(String(decoding: exchange.redacted().responseBody, as: UTF8.self)))
        }
    }
}
