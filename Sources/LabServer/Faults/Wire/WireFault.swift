internal import NIOCore

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Spoils an answer's bytes behind the HTTP codec, by a ``WirePlan``.
///
/// It stands between ``WireTap`` and the codec, on connections where a fault needs it only. ``RequestGate``, before the codec,
/// tells it where a message and its pieces begin and end, so that what it does comes at the right byte.
final class WireFault: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private enum Write {
        case bytes(ByteBuffer)
        case flush
        case close(CloseMode, EventLoopPromise<Void>?)
    }

    private var context: ChannelHandlerContext?
    private let onCut: () -> Void
    private var plan: WirePlan?
    private var isInBody = false
    private var isCut = false
    private var bodyBytes = 0
    private var partsPassed = 0
    private var actions: [(afterParts: Int, action: WireAction)] = []
    /// What is still to be written, when pieces are written with a pause.
    private var queue: [Write] = []
    private var isPausing = false
    private var replayed: EventLoopPromise<Void>?

    /// - Parameter onCut: called when the lab itself ends the connection.
    init(onCut: @escaping () -> Void) { self.onCut = onCut }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        replayed?.fail(ChannelError.eof)
        replayed = nil
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        replayed?.fail(ChannelError.eof)
        replayed = nil
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isCut, let event = event as? ChannelEvent, event == .inputClosed { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: What the gate tells

    /// For the answer that comes next.
    ///
    /// - Parameter replayed: fulfilled when the plan's recording has been written.
    func arm(_ plan: WirePlan?, replayed: EventLoopPromise<Void>? = nil) {
        self.plan = plan
        self.replayed = replayed
    }

    func answerBegins() {
        isInBody = false
        bodyBytes = 0
        partsPassed = 0
        guard let plan else { return }
        if let ending = plan.cutBeforeAnswer { cut(ending) }
        if let recording = plan.recording { replay(recording) }
    }

    func bodyBegins() { isInBody = true }

    func partPassed() {
        partsPassed += 1
        performDueActions()
    }

    func answerEnds() {
        plan = nil
        actions = []
    }

    /// Does something once so many pieces of the body have passed, which may be now.
    func perform(_ action: WireAction, afterParts count: Int) {
        actions.append((count, action))
        performDueActions()
    }

    private func performDueActions() {
        while let first = actions.first, first.afterParts <= partsPassed {
            actions.removeFirst()
            switch first.action {
            case .cut(let ending): cut(ending)
            case .inject(let bytes):
                guard let context, !isCut else { continue }
                context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
            }
        }
    }

    // MARK: Bytes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isCut || plan?.recording != nil {
            promise?.succeed()
            return
        }
        guard let plan, case .byteBuffer(var buffer) = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        if isInBody, let limit = plan.bodyBytes {
            let rest = max(0, limit - bodyBytes)
            bodyBytes += buffer.readableBytes
            if buffer.readableBytes >= rest {
                let slice = buffer.readSlice(length: rest) ?? ByteBuffer()
                context.writeAndFlush(wrapOutboundOut(.byteBuffer(slice)), promise: promise)
                cut(plan.ending)
                return
            }
        }
        guard let size = plan.pieceBytes else {
            context.write(wrapOutboundOut(.byteBuffer(buffer)), promise: promise)
            return
        }
        while let piece = buffer.readSlice(length: min(max(1, size), buffer.readableBytes)), piece.readableBytes > 0 {
            queue += [.bytes(piece), .flush]
        }
        promise?.succeed()
        drain()
    }

    func flush(context: ChannelHandlerContext) {
        if queue.isEmpty { context.flush() } else { queue.append(.flush) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard !queue.isEmpty, mode == .output else {
            context.close(mode: mode, promise: promise)
            return
        }
        queue.append(.close(mode, promise))
    }

    private func drain() {
        guard let context, !isPausing else { return }
        var index = 0
        defer { queue.removeFirst(min(index, queue.count)) }
        while index < queue.count {
            let next = queue[index]
            index += 1
            switch next {
            case .bytes(let piece):
                context.write(wrapOutboundOut(.byteBuffer(piece)), promise: nil)
            case .close(let mode, let promise): context.close(mode: mode, promise: promise)
            case .flush:
                context.flush()
                guard let interval = plan?.pieceInterval, interval > .zero else { continue }
                isPausing = true
                context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(interval)) {
                    self.isPausing = false
                    self.drain()
                }
                return
            }
        }
    }

    // MARK: Ends and recordings

    private func cut(_ ending: WirePlan.Ending) {
        guard let context, !isCut else { return }
        isCut = true
        onCut()
        context.flush()
        let loop = context.eventLoop.assumeIsolated()
        switch ending {
        case .close:
            context.close(mode: .output, promise: nil)
            // Whoever does not close in turn is closed.
            loop.scheduleTask(in: .seconds(2)) { self.context?.close(promise: nil) }
        case .reset:
            // A reset overtakes what the client has not read yet: give it a moment.
            loop.scheduleTask(in: .milliseconds(50)) {
                guard let context = self.context else { return }
                if let socket = context.channel as? any SocketOptionProvider {
                    // SO_LINGER of 0 seconds makes closing a reset.
                    socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
                        self.context?.close(promise: nil)
                    }
                } else {
                    context.close(promise: nil)
                }
            }
        }
    }

    private func replay(_ recording: Recording, from start: Int = 0, hasWaited: Bool = false) {
        guard let context, !isCut else { return }
        var hasWaited = hasWaited
        for index in start..<recording.pieces.count {
            let piece = recording.pieces[index]
            if piece.pause > .zero, !hasWaited {
                context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(piece.pause)) {
                    self.replay(recording, from: index, hasWaited: true)
                }
                return
            }
            hasWaited = false
            context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer(bytes: piece.bytes))), promise: nil)
        }
        if recording.closes { cut(.close) }
        replayed?.succeed()
        replayed = nil
    }
}
