internal import HTTPWire
internal import Traffic

/// The exchanges of one connection, in order.
struct ConnectionLine {
    private let connection: Int
    /// Nothing can be said until a request begins.
    private var isLost: Bool
    /// Those whose answer is not complete. The first is being answered, the last may be being read.
    private(set) var open: [ExchangeDraft] = []
    private var finished: [ExchangeDraft] = []
    private var requests = HTTPMessageParser(.request)
    private var isLabEnded = false
    /// What reads and writes may be, at most, before it is taken for no HTTP.
    private static let limits = HTTPMessageParser.Limits(
        lineBytes: 1 << 20, headBytes: 1 << 21, fieldLines: 4096)

    init(connection: Int, isLost: Bool = false) {
        self.connection = connection
        self.isLost = isLost
    }

    mutating func takeFinished() -> [ExchangeDraft] {
        defer { finished = [] }
        return finished
    }

    mutating func add(_ record: Journal.Record, nextNumber: () -> Int) {
        switch record.direction {
        case .opened: break
        case .read: read(record, nextNumber)
        case .wrote: wrote(record)
        case .clientEnded: markLeft(record.at)
        case .labEnded: isLabEnded = true
        case .closed:
            if !isLabEnded { markLeft(record.at) }
            end(record.at, nextNumber)
        }
    }

    private mutating func markLeft(_ time: UInt64) {
        for index in open.indices where open[index].leftAt == nil && !isLabEnded {
            open[index].isLeftByClient = true
            open[index].leftAt = time
        }
    }

    // MARK: Reads

    private mutating func read(_ record: Journal.Record, _ nextNumber: () -> Int) {
        if isLost {
            guard Self.beginsRequest(record.bytes) else { return }
            isLost = false
        }
        var rest = record.bytes[...]
        while !rest.isEmpty {
            if open.last.map(\.isRequestComplete) ?? true {
                // RFC 9112 section 2.2: empty lines before a request line are passed over.
                let start = rest.firstIndex { $0 != 0x0D && $0 != 0x0A } ?? rest.endIndex
                if start == rest.endIndex, open.isEmpty { return }
                requests = HTTPMessageParser(.request, limits: Self.limits)
                open.append(
                    ExchangeDraft(
                        number: 0, connection: connection, beganAt: record.at, lastAt: record.at))
            }
            let index = open.count - 1
            let before = requests.offset
            let parts = (try? requests.consume(rest)) ?? []
            for part in parts { if case .requestHead(let head) = part.content { open[index].head = head } }
            if requests.failure != nil { open[index].isMalformed = true }
            // What the workbook itself asks takes no number.
            if open[index].number == 0, open[index].head != nil || open[index].isMalformed, !open[index].isControl {
                open[index].number = nextNumber()
            }
            let isWhole = requests.isComplete && !open[index].isMalformed
            let taken = isWhole ? rest.prefix(max(0, requests.offset - before)) : rest
            open[index].sent.append(Self.piece(taken, of: record))
            open[index].lastAt = record.at
            if isWhole { open[index].isRequestComplete = true }
            rest = rest.dropFirst(taken.count)
        }
    }

    /// A whole record's bytes are shared with the journal, not copied.
    private static func piece(_ bytes: ArraySlice<UInt8>, of record: Journal.Record) -> TimedBytes {
        TimedBytes(bytes.count == record.bytes.count ? record.bytes : Array(bytes), at: record.at)
    }

    private static func beginsRequest(_ bytes: [UInt8]) -> Bool {
        let word = bytes.prefix { $0 >= 0x41 && $0 <= 0x5A }
        return (3...7).contains(word.count) && bytes.dropFirst(word.count).starts(with: [0x20, 0x2F])
    }

    // MARK: Writes

    private mutating func wrote(_ record: Journal.Record) {
        guard !isLost else { return }
        var rest = record.bytes[...]
        while !rest.isEmpty {
            guard !open.isEmpty else { return }
            if open[0].parser == nil {
                open[0].parser = HTTPMessageParser(.response, toMethod: open[0].head?.method, limits: Self.limits)
            }
            let before = open[0].parser?.offset ?? 0
            _ = try? open[0].parser?.consume(rest)
            let isWhole = open[0].parser?.isComplete ?? false
            let taken = isWhole ? rest.prefix(max(0, (open[0].parser?.offset ?? 0) - before)) : rest
            if taken.isEmpty { return }
            open[0].received.append(Self.piece(taken, of: record))
            open[0].lastAt = record.at
            rest = rest.dropFirst(taken.count)
            if isWhole { finish() }
        }
    }

    private mutating func finish() {
        open[0].isAnswered = true
        // A request that was answered before it was whole, as one that is refused: what is left of it belongs to it.
        guard open[0].isRequestComplete else { return }
        finished.append(open.removeFirst())
    }

    private mutating func end(_ time: UInt64, _ nextNumber: () -> Int) {
        for var draft in open {
            if draft.number == 0, !draft.isControl { draft.number = nextNumber() }
            // A body without a length ends with the connection.
            if var parser = draft.parser, !draft.isAnswered, isLabEnded, (try? parser.finish()) != nil {
                draft.isAnswered = parser.isComplete
            }
            draft.lastAt = max(draft.lastAt, time)
            finished.append(draft)
        }
        open = []
    }
}
