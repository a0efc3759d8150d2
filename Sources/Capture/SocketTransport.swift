public import ModelAPI
import NIOCore
import NIOPosix

/// Carries bytes over a plain TCP connection, one for each request, and tells each write and read with its time.
///
/// Exactly the given bytes are written: there is no HTTP library in between. A read's time is taken before anything is
/// parsed. Nothing is started before a stream's first event is asked for. At most ``Limits/bufferedBytes`` wait for a
/// reader that is slow (and one read more): then the socket is not read, and the sender feels it.
///
/// Whoever stops reading closes the connection: at once when the task is cancelled, else when the stream is released.
public struct SocketTransport: Transport {
    public struct Limits: Hashable, Sendable {
        /// How long making the connection may take.
        public var connectTimeout: Duration
        /// How long all of it may take, from connecting to the last byte.
        public var timeout: Duration
        /// The largest read, and so the most bytes that share a time.
        public var readBytes: Int
        /// How many bytes may wait to be taken before reading pauses.
        public var bufferedBytes: Int

        public init(
            connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(600), readBytes: Int = 64 << 10,
            bufferedBytes: Int = 256 << 10
        ) {
            self.connectTimeout = connectTimeout
            self.timeout = timeout
            self.readBytes = readBytes
            self.bufferedBytes = bufferedBytes
        }
    }

    private let limits: Limits
    private let clock: MonotonicClock

    public init(limits: Limits = Limits(), clock: MonotonicClock = .system) {
        self.limits = limits
        self.clock = clock
    }

    /// Throws ``CaptureError`` in the stream, or `CancellationError` if the reading task is cancelled.
    public func open(_ request: [UInt8], to origin: Origin) -> AsyncThrowingStream<WireEvent, any Error> {
        let owner = ConnectionOwner(Connection(request, to: origin, limits: limits, clock: clock))
        return AsyncThrowingStream { try await owner.connection.next() }
    }
}

/// Closes its connection when nobody can read from it any more.
private final class ConnectionOwner: Sendable {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    deinit { connection.abandon() }
}
