import HTTPWire

/// The events of a streamed answer, one row each, secrets redacted.
public struct EventTable: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        /// From 1.
        public var index: Int
        /// Since the exchange began: the time of the read that completed the event.
        public var time: Duration
        /// Since the event before; for the first, since the request was sent. Events of one read have a gap of zero.
        public var gap: Duration
        /// The event's type; `message` where the stream names none.
        public var name: String
        /// As it came: it may hold line feeds and control characters.
        public var data: String
    }

    public let rows: [Row]

    public init(_ exchange: Exchange) {
        let exchange = exchange.redacted()
        var before = exchange.sent.last?.at ?? 0
        var rows: [Row] = []
        for event in exchange.events {
            let data = Redaction.showingMasksAsEllipsis(Array(event.event.data.utf8))
            rows.append(
                Row(
                    index: rows.count + 1, time: TimeText.duration(event.at),
                    gap: TimeText.duration(event.at < before ? 0 : event.at - before), name: event.event.event,
                    data: String(decoding: data, as: UTF8.self)))
            before = event.at
        }
        self.rows = rows
    }
}
