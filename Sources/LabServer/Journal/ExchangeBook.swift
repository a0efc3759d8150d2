internal import Foundation
internal import HTTPWire
internal import ModelAPI
internal import Traffic

/// Puts exchanges together from the records of the sockets. Pure: records in, exchanges out.
///
/// Each connection's reads are cut where a request ends by its framing, its writes where an answer ends; the answers belong to
/// the requests in order (RFC 9112 section 9.3.2). What is no HTTP belongs to one exchange, up to the connection's end.
struct ExchangeBook {
    private let byteLimit: Int
    /// The moment at which the clock of the records stood at 0.
    private let zero: Date
    private var lines: [Int: ConnectionLine] = [:]
    private var finished: [JournalEntry] = []
    private var first = 0
    private var bytes = 0
    private var count = 0

    init(byteLimit: Int, zero: Date) {
        self.byteLimit = byteLimit
        self.zero = zero
    }

    mutating func add(_ record: Journal.Record) {
        var line = lines[record.connection] ?? ConnectionLine(connection: record.connection)
        line.add(record) { () -> Int in
            count += 1
            return count
        }
        for draft in line.takeFinished() { keep(draft) }
        lines[record.connection] = record.direction == .closed ? nil : line
    }

    /// Records are missing: of the connections that are open nothing can be said before their next request.
    mutating func forget() {
        for connection in lines.keys { lines[connection] = ConnectionLine(connection: connection, isLost: true) }
    }

    func entries(since number: Int) -> [JournalEntry] {
        let open = lines.values.flatMap(\.open).filter { $0.number > max(0, number) && !$0.isControl }.map {
            entry($0, isOpen: true)
        }
        let closed = finished[first...].filter { $0.exchange.id > number }
        return (closed + open).sorted { $0.exchange.id < $1.exchange.id }
    }

    private mutating func keep(_ draft: ExchangeDraft) {
        guard !draft.isControl else { return }
        finished.append(entry(draft, isOpen: false))
        bytes += draft.size
        while bytes > byteLimit, first < finished.count - 1 {
            bytes -= finished[first].size
            finished[first].exchange.sent = []
            finished[first].exchange.received = []
            first += 1
        }
        if first > 256, first > finished.count / 2 {
            finished.removeFirst(first)
            first = 0
        }
    }

    private func entry(_ draft: ExchangeDraft, isOpen: Bool) -> JournalEntry {
        let relative = { (pieces: [TimedBytes]) in
            pieces.map { TimedBytes($0.bytes, at: $0.at &- draft.beganAt) }
        }
        let ending: Exchange.Ending =
            draft.isAnswered ? .complete : draft.isMalformed ? .failed("it is no HTTP") : .closedEarly
        let exchange = Exchange(
            id: draft.number, startedAt: zero.addingTimeInterval(Double(draft.beganAt) / 1e9),
            provider: draft.provider, origin: Origin(host: "127.0.0.1", port: 0), sent: relative(draft.sent),
            received: relative(draft.received), ending: ending, endedAt: draft.lastAt &- draft.beganAt)
        return JournalEntry(
            exchange: exchange, connection: draft.connection, beganAt: draft.beganAt, isOpen: isOpen,
            isAbandoned: !isOpen && !draft.isAnswered && draft.isLeftByClient, lastRecordAt: draft.lastAt,
            leftAt: draft.leftAt)
    }
}

extension JournalEntry {
    fileprivate var size: Int {
        (exchange.sent + exchange.received).reduce(256) { $0 + $1.bytes.count + 64 }
    }
}

/// An exchange that is being put together.
struct ExchangeDraft {
    /// 0 until it is known what it is.
    var number: Int
    let connection: Int
    let beganAt: UInt64
    var sent: [TimedBytes] = []
    var received: [TimedBytes] = []
    var head: RequestHead?
    var isRequestComplete = false
    var isAnswered = false
    /// One side or the other is no HTTP.
    var isMalformed = false
    var isLeftByClient = false
    var leftAt: UInt64?
    var lastAt: UInt64
    var parser: HTTPMessageParser?

    /// What the workbook itself asks of the lab.
    var isControl: Bool {
        guard let path = head?.path else { return false }
        return path.hasPrefix(ControlRoutes.prefix) || path.hasPrefix(ProjectorRoutes.prefix)
    }

    var provider: Provider? {
        guard let head else { return nil }
        return RequestCheck.provider(path: head.path) { head.fields[$0] != nil }
    }

    var size: Int { (sent + received).reduce(256) { $0 + $1.bytes.count + 64 } }
}
