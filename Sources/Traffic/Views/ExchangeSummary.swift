import HTTPWire

/// An exchange in a line, secrets redacted.
public struct ExchangeSummary: Hashable, Sendable {
    public var id: Int
    public var method: String?
    public var target: String?
    public var status: Int?
    /// The number of events of a streamed response; `nil` if it is none.
    public var events: Int?
    /// The size of the response's body without framing.
    public var bodyBytes: Int
    /// From the exchange's beginning to its end.
    public var duration: Duration
    public var ending: Exchange.Ending

    public init(_ exchange: Exchange) {
        let exchange = exchange.redacted()
        let reading = exchange.reading
        id = exchange.id
        method = reading.request?.head.method
        target = (reading.request?.head.target).map { target in
            String(decoding: Redaction.showingMasksAsEllipsis(Array(target.utf8)), as: UTF8.self)
        }
        status = reading.response.head?.status
        events = reading.response.isEventStream ? reading.response.events.count : nil
        bodyBytes = reading.response.body.count
        duration = TimeText.duration(exchange.endedAt)
        ending = exchange.ending
    }

    /// `3  POST /v1/messages → 200, 14 events, +210.000 ms`
    public var line: String {
        let size = events.map { "\($0) \($0 == 1 ? "event" : "events")" } ?? "\(bodyBytes) bytes"
        let nanoseconds = UInt64(max(0, duration / .nanoseconds(1)))
        let outcome = if case .complete = ending { "" } else { ", \(ending.name)" }
        return "\(id)  \(method ?? "?") \(target ?? "?") → \(status.map { "\($0)" } ?? "no answer"), \(size), "
            + TimeText.offset(nanoseconds) + outcome
    }
}
