internal import ModelAPI
internal import Traffic

/// An entry of the journal in a line, keys redacted.
struct JournalSummary {
    private let entry: JournalEntry
    private let summary: ExchangeSummary

    init(_ entry: JournalEntry) {
        self.entry = entry
        summary = ExchangeSummary(entry.exchange)
    }

    var status: Int? { summary.status }

    func isFor(path: String) -> Bool { summary.target.map { $0.prefix { $0 != "?" } == path } ?? false }

    var json: JSONValue {
        [
            "number": .integer(summary.id), "connection": .integer(entry.connection),
            "method": summary.method.map { .string($0) } ?? .null,
            "target": summary.target.map { .string($0) } ?? .null,
            "status": summary.status.map { .integer($0) } ?? .null,
            "events": summary.events.map { .integer($0) } ?? .null, "body_bytes": .integer(summary.bodyBytes),
            "milliseconds": .number((summary.duration / .milliseconds(1) * 1000).rounded() / 1000),
            "open": .bool(entry.isOpen), "ending": .string(entry.isOpen ? "open" : summary.ending.name),
            "abandoned": .bool(entry.isAbandoned), "line": .string(line),
        ]
    }

    var line: String {
        guard entry.isOpen else { return summary.line }
        return summary.line.replacing(", closed-early", with: ", under way")
    }
}
