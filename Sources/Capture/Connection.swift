import ModelAPI
import NIOCore
import NIOPosix
import Synchronization

/// One connection: between the event loop, which delivers what happened, and the task that takes it.
final class Connection: Sendable {
    private struct State {
        var isStarted = false
        /// What waits to be taken.
        var events: [WireEvent] = []
        var bufferedBytes = 0
        /// Reading pauses until some of it is taken.
        var isPaused = false

        func isFull(_ limits: SocketTransport.Limits) -> Bool {
            // Many tiny reads cost more than their bytes.
            bufferedBytes >= limits.bufferedBytes || events.count >= 1024
        }

        var hasRead = false
        /// What comes after the last event.
        var end: Result<Void, any Error>?
        var waiter: CheckedContinuation<WireEvent?, any Error>?
        /// Several are tried at once where a host has several addresses.
        var channels: [any Channel] = []
        var active: (any Channel)?
    }

    let request: [UInt8]
    let limits: SocketTransport.Limits
    let clock: MonotonicClock
    private let origin: Origin
    private let state = Mutex(State())

    init(_ request: [UInt8], to origin: Origin, limits: SocketTransport.Limits, clock: MonotonicClock) {
        self.request = request
        self.origin = origin
        self.limits = limits
        self.clock = clock
    }

    // MARK: The task's side

    /// The next event; `nil` after the last. For one task.
    func next() async throws -> WireEvent? {
        start()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<WireEvent?, any Error>?
                var resumes: (any Channel)?
                (outcome, resumes) = state.withLock { state in
                    if !state.events.isEmpty {
                        let event = state.events.removeFirst()
                        if case .read(let bytes, _) = event { state.bufferedBytes -= bytes.count }
                        let resumes = state.isPaused && !state.isFull(limits)
                        if resumes { state.isPaused = false }
                        return (.success(event), resumes ? state.active : nil)
                    }
                    if let end = state.end { return (end.map { nil }, nil) }
                    state.waiter = continuation
                    return (nil, nil)
                }
                resumes?.read()
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            abandon()
        }
    }

    /// Closes the socket at once. Nothing is delivered any more.
    func abandon() {
        end(.failure(CancellationError()), dropsEvents: true)
    }

    private func start() {
        let isFirst = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted && state.end == nil
        }
        guard isFirst else { return }
        guard origin.scheme == "http" else {
            return end(.failure(CaptureError.unsupportedScheme(origin.scheme)))
        }
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let (origin, limits) = (origin, limits)
        let deadline = loop.scheduleTask(in: Self.amount(limits.timeout)) { [weak self] in
            self?.end(.failure(CaptureError.timedOut(origin, after: limits.timeout)))
        }
        ClientBootstrap(group: loop)
            .connectTimeout(Self.amount(limits.connectTimeout))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            // One read a turn, and only when asked for: this is what makes a slow reader slow the sender.
            .channelOption(.autoRead, value: false)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: limits.readBytes))
            .channelInitializer { [self] channel in
                guard register(channel) else { return channel.eventLoop.makeFailedFuture(CancellationError()) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RecordingHandler(connection: self))
                }
            }
            .connect(host: origin.host, port: origin.port)
            .whenComplete { [self] result in
                switch result {
                case .success(let channel): channel.closeFuture.whenComplete { _ in deadline.cancel() }
                case .failure(let error):
                    deadline.cancel()
                    fail(error)
                }
            }
    }

    private static func amount(_ span: Duration) -> TimeAmount {
        // A century is as good as for ever, and does not overflow.
        .nanoseconds(Int64(min(span, .seconds(3_000_000_000)) / .nanoseconds(1)))
    }

    // MARK: The event loop's side

    /// Whether the connection is still wanted.
    private func register(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard state.end == nil else { return false }
            state.channels.append(channel)
            return true
        }
    }

    /// Whether this is the channel to use: the first one that is connected.
    func activate(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard state.active == nil, state.end == nil else { return false }
            state.active = channel
            return true
        }
    }

    /// Whether the socket may be read again now. If not, taking an event will read it.
    func deliver(_ event: WireEvent) -> Bool {
        let (waiter, mayRead): (CheckedContinuation<WireEvent?, any Error>?, Bool) = state.withLock { state in
            guard state.end == nil else { return (nil, false) }
            if case .read = event { state.hasRead = true }
            if let waiter = state.waiter {
                state.waiter = nil
                return (waiter, true)
            }
            state.events.append(event)
            if case .read(let bytes, _) = event { state.bufferedBytes += bytes.count }
            state.isPaused = state.isFull(limits)
            return (nil, !state.isPaused)
        }
        waiter?.resume(returning: event)
        return mayRead
    }

    /// The other side has closed the connection.
    /// - Parameter error: what failed before that.
    func closedByPeer(after error: (any Error)?) {
        // A server may answer and close before it has read the request: its answer counts, not our failed write.
        if let error, !state.withLock({ $0.hasRead }) || !Self.isWriteFailure(error) { return fail(error) }
        _ = deliver(.closed(by: .peer, at: clock.now()))
        end(.success(()))
    }

    private static func isWriteFailure(_ error: any Error) -> Bool { error is WriteFailure }

    private func fail(_ error: any Error) {
        let cause = (error as? WriteFailure)?.cause ?? error
        end(.failure(CaptureError(cause, connectingTo: origin, timeout: limits.connectTimeout)))
    }

    /// Ends the stream after the events that wait, and closes the socket. Only the first end counts.
    private func end(_ result: Result<Void, any Error>, dropsEvents: Bool = false) {
        let (waiter, channels) = state.withLock { state in
            if dropsEvents {
                state.events = []
                state.bufferedBytes = 0
            }
            if state.end == nil { state.end = result }
            defer {
                state.waiter = nil
                state.channels = []
                state.active = nil
            }
            return (state.waiter, state.channels)
        }
        for channel in channels { channel.close(mode: .all, promise: nil) }
        waiter?.resume(with: result.map { nil })
    }
}

/// A write that the system refused.
struct WriteFailure: Error {
    var cause: any Error
}
