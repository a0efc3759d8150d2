internal import Foundation
internal import HTTPWire
internal import ModelAPI
internal import Traffic

/// `/lab/journal`: what the lab saw. Keys are redacted in every answer.
enum JournalRoutes {
    static let all: [Endpoint] = [
        Endpoint("GET", "/lab/journal", list),
        Endpoint("GET", "/lab/journal/events", events),
        Endpoint("GET", "/lab/journal/*", one),
    ]

    /// The newest 100, or those that `since`, `path`, `status` and `limit` choose.
    private static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let since = try number("since", of: request) ?? 0
        let limit = try number("limit", of: request) ?? 100
        let status = try number("status", of: request)
        let path = request.query["path"]
        let entries = lab.journal.entries(since: since).map(JournalSummary.init).filter { summary in
            (status == nil || summary.status == status) && (path.map { summary.isFor(path: $0) } ?? true)
        }
        return .json([
            "exchanges": .array(entries.suffix(limit).map(\.json)), "more": .integer(max(0, entries.count - limit)),
            "dropped_records": .integer(lab.journal.droppedCount),
        ])
    }

    /// The exchange with every byte and time.
    private static func one(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard let number = Int(request.name), let entry = lab.journal.entry(number) else {
            throw APIError.openai(404, "The journal has no exchange \(request.name), or no more.")
        }
        return .json(
            [
                "connection": .integer(entry.connection), "open": .bool(entry.isOpen),
                "exchange": try json(of: entry.exchange),
            ])
    }

    static func json(of exchange: Exchange) throws -> JSONValue {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try JSONValue.parse(Array(try encoder.encode(exchange)), limits: .init(depth: 64))
    }

    private static func number(_ name: String, of request: LabRequest) throws(APIError) -> Int? {
        guard let text = request.query[name] else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .openai(400, "'\(name)' has to be a whole number, 0 or more.", param: name)
        }
        return number
    }

    // MARK: Live

    /// Requests, answers, their text and their ends, as they happen.
    private static func events(_ request: LabRequest, _ lab: Lab) -> LabReply {
        .events { events in
            let (watcher, signals) = lab.journal.watch()
            defer { lab.journal.leave(watcher) }
            // A comment now and then finds out whether anybody still listens.
            let heartbeat = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: lab.limits.heartbeatTime)
                    lab.journal.signal(watcher)
                }
            }
            defer { heartbeat.cancel() }
            var observer = JournalObserver(since: lab.journal.entries().last?.exchange.id ?? 0)
            try await events.comment("the lab's journal, live")
            var isFirst = true
            for await _ in signals {
                let updates = observer.updates(lab.journal.entries(since: observer.seen))
                if updates.isEmpty, !isFirst { try await events.comment("") }
                isFirst = false
                for update in updates { try await events.write(event: update.name, data: update.json.serialized()) }
                // Many small writes are one look.
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
