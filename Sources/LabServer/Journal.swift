internal import Synchronization

/// The bytes that crossed the lab's sockets, each read and write with its time. It keeps the newest, up to a bound.
///
/// The bytes are raw, keys included: redact them before they are shown.
public final class Journal: Sendable {
    public struct Record: Hashable, Sendable {
        public enum Direction: Hashable, Sendable { case read, wrote, opened, closed }

        /// Connections count from 1.
        public var connection: Int
        public var direction: Direction
        public var bytes: [UInt8]
        /// Monotonic, in nanoseconds.
        public var at: UInt64
    }

    private struct State {
        var records: [Record] = []
        var first = 0
        var bytes = 0
        var dropped = 0
    }

    private let byteLimit: Int
    private let state = Mutex(State())
    /// What a record costs beside its bytes.
    private static let overhead = 64

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// What is kept, oldest first.
    public var records: [Record] { state.withLock { Array($0.records[$0.first...]) } }

    /// How many records were dropped to make room.
    public var droppedCount: Int { state.withLock { $0.dropped } }

    func add(_ record: Record) {
        state.withLock { state in
            state.records.append(record)
            state.bytes += record.bytes.count + Self.overhead
            while state.bytes > byteLimit, state.first < state.records.count {
                state.bytes -= state.records[state.first].bytes.count + Self.overhead
                state.records[state.first].bytes = []
                state.first += 1
                state.dropped += 1
            }
            // Moving the rest down now and then keeps each addition cheap.
            if state.first > 1024, state.first > state.records.count / 2 {
                state.records.removeFirst(state.first)
                state.first = 0
            }
        }
    }
}
