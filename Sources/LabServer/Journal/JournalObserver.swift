internal import HTTPWire
internal import ModelAPI
internal import Traffic

/// Tells what is new in a journal: requests, answers, text, ends. Pure: entries in, updates out.
struct JournalObserver {
    struct Update: Hashable, Sendable {
        /// `request`, `answer`, `text` or `end`.
        var name: String
        var json: JSONValue
    }

    private struct Progress {
        var hasRequest = false
        var hasAnswer = false
        var reads = 0
        var reader: ResponseReader
    }

    /// Up to this number, everything has been told.
    private(set) var seen: Int
    /// Those above ``seen`` that are over and told.
    private var told: Set<Int> = []
    private var open: [Int: Progress] = [:]

    init(since number: Int) { seen = number }

    mutating func updates(_ entries: [JournalEntry]) -> [Update] {
        var updates: [Update] = []
        for entry in entries where !told.contains(entry.exchange.id) {
            let exchange = entry.exchange
            let number = exchange.id
            let request = exchange.redacted().request?.head
            var progress = open[number] ?? Progress(reader: ResponseReader(toMethod: request?.method))
            if !progress.hasRequest, let request {
                progress.hasRequest = true
                updates.append(
                    Update(
                        name: "request",
                        json: [
                            "number": .integer(number), "method": .string(request.method),
                            "target": .string(Redaction.redacted(request.target)),
                        ]))
            }
            var text = ""
            for read in exchange.received.dropFirst(progress.reads) { text += progress.reader.consume(read).text }
            progress.reads = exchange.received.count
            if !progress.hasAnswer, let head = progress.reader.head, !head.isInterim {
                progress.hasAnswer = true
                updates.append(
                    Update(name: "answer", json: ["number": .integer(number), "status": .integer(head.status)]))
            }
            if !text.isEmpty {
                updates.append(
                    Update(
                        name: "text",
                        json: ["number": .integer(number), "text": .string(Redaction.redacted(text))]))
            }
            open[number] = progress
            guard !entry.isOpen else { continue }
            updates.append(
                Update(
                    name: "end",
                    json: ["number": .integer(number), "line": .string(JournalSummary(entry).line)]))
            open[number] = nil
        }
        // What lies before the oldest that is under way is over.
        let ended = entries.filter { !$0.isOpen }.map(\.exchange.id)
        let oldestOpen = entries.first { $0.isOpen }?.exchange.id
        let limit = oldestOpen.map { $0 - 1 } ?? ended.max() ?? seen
        told.formUnion(ended.filter { $0 > limit })
        told = told.filter { $0 > limit }
        seen = max(seen, limit)
        return updates
    }
}
