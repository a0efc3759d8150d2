import HTTPWire
import Terminal
import Traffic

/// An exchange, as a line, as events, and as bytes.
enum ExchangeView {
    /// What shows after `send`: status, tokens, times, how it ended.
    static func outcome(of exchange: Exchange) -> [DisplayText] {
        let reading = exchange.reading
        let response = reading.response
        var parts: [String] = []
        if let head = response.head { parts.append("\(head.status) \(head.reason)") }
        if let usage = response.answer.usage { parts.append("\(usage.input) + \(usage.output) tokens") }
        if response.isEventStream { parts.append("\(response.events.count) events") }
        if response.isEventStream, let first = reading.timeToFirstToken {
            parts.append("first token \(Number.span(first))")
        }
        parts.append("\(Number.span(.nanoseconds(Int64(clamping: exchange.endedAt)))) in all")
        if let reason = response.answer.finishReason { parts.append("ended by \(reason)") }
        var lines = [DisplayText("  " + parts.joined(separator: " · "), style: .dim)]
        switch exchange.ending {
        case .complete: break
        case .closedEarly:
            lines.append(
                DisplayText(
                    "  The connection closed before the message was complete: the rest never came.", style: .warning))
        case .cancelled:
            lines.append(DisplayText("  Stopped by you. What came so far is kept: `raw`, `events`.", style: .warning))
        case .failed(let reason):
            lines.append(DisplayText("  It failed: \(reason)", style: .bad))
        }
        return lines
    }

    static func list(_ exchanges: [Exchange], width: Int) -> [DisplayText] {
        exchanges.map { DisplayText(ExchangeSummary($0).line).truncated(to: width) }
    }

    static func events(_ exchange: Exchange, width: Int, unicode: Bool) -> [DisplayText] {
        guard exchange.isEventStream else {
            return [
                DisplayText("The answer of exchange \(exchange.id) is no event stream. `send --stream` asks for one.")
            ]
        }
        var table = Table([
            .init("#", alignment: .right, overflow: .truncate), .init("time", alignment: .right, overflow: .truncate),
            .init("gap", alignment: .right, overflow: .truncate), .init("event", overflow: .truncate),
            .init("text", overflow: .truncate), .init("data", overflow: .truncate),
        ])
        var answer = AnswerReader()
        for row in EventTable(exchange).rows {
            // The text that this event adds to the answer stands in the middle of its data, where a narrow screen cuts.
            let text = answer.consume(ServerSentEvent(event: row.name, data: row.data))
            table.append([
                "\(row.index)", DisplayText(Number.milliseconds(row.time)),
                DisplayText("+" + Number.milliseconds(row.gap)),
                DisplayText(row.name, style: .accent), DisplayText(text.isEmpty ? "" : "\"\(oneLine(text))\""),
                DisplayText(oneLine(row.data)),
            ])
        }
        return table.lines(width: width, unicode: unicode)
    }

    static func event(_ event: ServerSentEvent, number: Int, width: Int) -> DisplayText {
        let name = DisplayText(event.event, style: .accent).padded(to: 20)
        return (DisplayText("\(number)".leftPadded(to: 4) + "  ") + name + "  " + DisplayText(oneLine(event.data)))
            .truncated(to: width)
    }

    /// Data of several lines, with its line ends visible.
    private static func oneLine(_ data: String) -> String {
        data.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "␊")
    }

    /// Both directions in the order of time, every byte visible.
    static func wire(_ exchange: Exchange) -> [DisplayText] {
        WireView(exchange).lines.map { line in
            let style: TextStyle =
                switch line.kind {
                case .boundary, .ending: .dim
                case .startLine: .bold
                case .field: .code
                case .headEnd, .framing: .framing
                case .body: .plain
                case .surplus: .warning
                }
            let isBoundary = line.kind == .boundary || line.kind == .ending
            return DisplayText(isBoundary ? "\(line.direction.marker) " : "  ", style: .dim)
                + DisplayText(line.kind == .framing ? "[\(line.text)]" : line.text, style: style)
        }
    }
}
