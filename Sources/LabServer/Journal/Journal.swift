internal import Foundation
internal import Synchronization
public import Traffic

/// The bytes that crossed the lab's sockets, each read and write with its time. It keeps the newest, up to a bound.
///
/// The bytes are as they were read and written, before any parsing, keys included: what is shown of them is redacted first, as
/// `Exchange` does it when it is encoded.
///
/// Writing to it is one append. Exchanges are put together when somebody asks for them.
public final class Journal: Sendable {
    public struct Record: Hashable, Sendable {
        public enum Direction: Hashable, Sendable {
            case read, wrote, opened, closed
            /// The client has closed its sending half.
            case clientEnded
            /// The lab has begun to close the connection.
            case labEnded
        }

        /// Connections count from 1.
        public var connection: Int
        public var direction: Direction
        public var bytes: [UInt8]
        /// Monotonic, in nanoseconds.
        public var at: UInt64

        public init(connection: Int, direction: Direction, bytes: [UInt8], at: UInt64) {
            self.connection = connection
            self.direction = direction
            self.bytes = bytes
            self.at = at
        }
    }

    private struct State {
        var records: [Record] = []
        var first = 0
        var bytes = 0
        var dropped = 0
        /// How many records the book has read, counted from the very first.
        var booked = 0
        var book: ExchangeBook
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
        var watcherCount = 0

        /// Brings the book up to date. A gap ends what it had of the connections.
        mutating func settle() {
            if booked < dropped {
                book.forget()
                booked = dropped
            }
            for record in records[(first + booked - dropped)...] { book.add(record) }
            booked = dropped + records.count - first
        }
    }

    private let byteLimit: Int
    private let state: Mutex<State>
    /// What a record costs beside its bytes.
    private static let overhead = 64

    /// - Parameter zero: the moment at which the monotonic clock stood at 0.
    init(byteLimit: Int, zero: Date) {
        self.byteLimit = byteLimit
        state = Mutex(State(book: ExchangeBook(byteLimit: byteLimit, zero: zero)))
    }

    /// What is kept, oldest first.
    public var records: [Record] { state.withLock { Array($0.records[$0.first...]) } }

    /// How many records were dropped to make room.
    public var droppedCount: Int { state.withLock { $0.dropped } }

    /// The exchanges with a number above `number`, oldest first: those under way too, as far as they have come.
    ///
    /// `sent` is what the client sent, in the lab's reads; `received` is what the lab wrote. What the workbook asks of the lab
    /// itself, below `/lab/` and `/present/`, is left out. Numbers count from 1 in the order in which requests began.
    public func exchanges(since number: Int = 0) -> [Exchange] { entries(since: number).map(\.exchange) }

    /// The same, with what is known of the connection.
    public func entries(since number: Int = 0) -> [JournalEntry] {
        state.withLock { state in
            state.settle()
            return state.book.entries(since: number)
        }
    }

    /// One exchange; `nil` if there is none of this number, or no more.
    public func entry(_ number: Int) -> JournalEntry? { entries(since: number - 1).first { $0.exchange.id == number } }

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
            for watcher in state.watchers.values { watcher.yield() }
        }
    }

    // MARK: Watching

    /// Signals that there is something new; several may come as one. ``leave(_:)`` ends them.
    func watch() -> (number: Int, signals: AsyncStream<Void>) {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.watcherCount += 1
            state.watchers[state.watcherCount] = continuation
            return state.watcherCount
        }
        continuation.yield()
        return (number, signals)
    }

    /// Wakes one watcher.
    func signal(_ number: Int) { state.withLock { _ = $0.watchers[number]?.yield() } }

    func leave(_ number: Int) { state.withLock { $0.watchers.removeValue(forKey: number) }?.finish() }
}
