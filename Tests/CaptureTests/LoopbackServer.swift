import ModelAPI
import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A server that does to one connection after another what a test wants, byte by byte. Knows no HTTP.
final class LoopbackServer: Sendable {
    enum Step: Sendable {
        /// Waits until this many bytes of the request have come.
        case expect(Int)
        /// Writes, and waits until the system has the bytes.
        case write([UInt8])
        /// Waits until the client is gone.
        case awaitClose
        /// Breaks the connection off (RST).
        case reset
        case close
    }

    private struct State {
        var received: [UInt8] = []
        var wroteBytes = 0
        var isClientGone = false
        var waiters: [(isDone: @Sendable (State) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let origin: Origin
    private let channel: any Channel
    private let state = Mutex(State())

    /// What the last client sent.
    var received: [UInt8] { state.withLock { $0.received } }
    /// How many bytes the system took from us.
    var wroteBytes: Int { state.withLock { $0.wroteBytes } }

    private init(_ channel: any Channel) {
        self.channel = channel
        origin = Origin(host: "127.0.0.1", port: channel.localAddress?.port ?? 0)
    }

    /// Runs `body` with a server on a free port of the loopback address.
    static func with<Result: Sendable>(
        _ steps: [Step], _ body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let holder = Holder()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(steps, holder))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = LoopbackServer(channel)
        holder.set(server)
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    /// Returns when the client has closed its connection.
    func clientIsGone() async { await wait { $0.isClientGone } }

    /// Returns when the client's request has begun to come.
    func requestHasCome() async { await wait { !$0.received.isEmpty } }

    private func wait(until isDone: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isDoneNow = state.withLock { state in
                if isDone(state) { return true }
                state.waiters.append((isDone, continuation))
                return false
            }
            if isDoneNow { continuation.resume() }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let ready = state.withLock { state in
            change(&state)
            let waiters = state.waiters
            let ready = waiters.filter { $0.isDone(state) }
            state.waiters = waiters.filter { !$0.isDone(state) }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// The handlers are made before the server's port is known.
    private final class Holder: Sendable {
        private let server = Mutex<LoopbackServer?>(nil)

        func set(_ server: LoopbackServer) { self.server.withLock { $0 = server } }
        func change(_ change: (inout State) -> Void) { server.withLock { $0 }?.change(change) }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var steps: ArraySlice<Step>
        private let server: Holder
        private var count = 0
        private var isWriting = false

        init(_ steps: [Step], _ server: Holder) {
            self.steps = steps[...]
            self.server = server
        }

        func channelActive(context: ChannelHandlerContext) { proceed(context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            count += bytes.count
            server.change { $0.received += bytes }
            proceed(context)
        }

        func channelInactive(context: ChannelHandlerContext) {
            steps = []
            server.change { $0.isClientGone = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func proceed(_ context: ChannelHandlerContext) {
            while !isWriting, let step = steps.first {
                if case .expect(let expected) = step, count < expected { return }
                if case .awaitClose = step { return }
                steps = steps.dropFirst()
                switch step {
                case .expect, .awaitClose: break
                case .write(let bytes):
                    isWriting = true
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).assumeIsolated().whenSuccess {
                        self.isWriting = false
                        self.server.change { $0.wroteBytes += bytes.count }
                        self.proceed(context)
                    }
                case .reset:
                    // Closing a socket that lingers for no time sends RST.
                    guard let options = context.channel as? any SocketOptionProvider else { break }
                    options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
                        context.close(promise: nil)
                    }
                case .close: context.close(promise: nil)
                }
            }
        }
    }
}
