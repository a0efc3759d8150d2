internal import ModelAPI
internal import NIOCore
internal import NIOHTTP1

/// Lets requests through to the endpoints one at a time, and turns away what is no proper request.
///
/// It stands directly behind the HTTP codec and lives on its channel's event loop. What it sees to:
/// - framing, `Host`, `Origin`, sizes, by ``RequestCheck``; a refused request is answered in a provider's envelope, and the
///   connection is closed, since what follows on it cannot be trusted;
/// - time: for a request to arrive, for a connection to idle, for a client to read;
/// - pipelined requests wait until the one before is answered;
/// - a client that closes its side is reported to ``Connection``.
final class RequestGate: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Waiting {
        case part(HTTPServerRequestPart)
        case failure(Refusal)
    }

    private enum Deadline { case request, idle, stall, linger }

    private let limits: LabLimits
    private let connection: Connection
    private let identifiers: Identifiers
    private let connections: ConnectionRegistry
    private var context: ChannelHandlerContext?
    /// Where bytes are spoiled, once a fault has needed it.
    var wireFault: WireFault?

    /// Whether the last has been said on this connection.
    private var isClosing = false
    /// Between a request's head and its end.
    private var isReading = false
    /// Between a request's head and the end of its answer.
    private var isAnswering = false {
        didSet {
            guard isAnswering != oldValue else { return }
            if isAnswering { connections.answerBegins() } else { connections.answerEnds() }
        }
    }
    private var hasAnswerBegun = false
    private var closesAfterAnswer = false
    /// Whether the answer at hand goes out when it is whole, and how much of it waits.
    private var holdsFlush = false
    private var heldBytes = 0
    private static let heldLimit = 16 << 10
    private var version = HTTPVersion.http1_1
    private var provider = Provider.openai
    private var bodyBytes = 0
    private var waiting: [Waiting] = []
    private var isReadHeld = false
    private var isEndHeld = false
    private var deadline: (kind: Deadline, task: Scheduled<Void>)?

    init(limits: LabLimits, connection: Connection, connections: ConnectionRegistry, identifiers: Identifiers) {
        self.connections = connections
        self.limits = limits
        self.connection = connection
        self.identifiers = identifiers
    }

    // MARK: The channel's life

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        disarm()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        if connection.isExcess {
            refuse(
                Refusal(
                    503, "This lab has \(limits.connections) connections open, and takes no more. Close some first."))
        } else {
            arm(.idle, limits.idleTime)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.markLeft()
        isAnswering = false
        disarm()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            connection.markSilent()
            if isClosing || !isAnswering {
                context.close(promise: nil)
                return
            }
            guard waiting.isEmpty else {
                // Behind the gate, the end has to come after the requests that still wait.
                isEndHeld = true
                return
            }
            closesAfterAnswer = true
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if deadline?.kind == .stall { disarm() }
        } else if isAnswering || isClosing {
            arm(.stall, limits.stallTime)
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Requests

    /// Called for every read, before the codec: a request begins with its first byte, not with its complete head.
    func bytesArrived() {
        guard !isClosing, !isAnswering, !isReading, deadline?.kind != .request else { return }
        arm(.request, limits.requestTime)
    }

    func read(context: ChannelHandlerContext) {
        // Whoever sends requests without reading answers has to wait.
        if waiting.isEmpty { context.read() } else { isReadHeld = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let part = unwrapInboundIn(data)
        var isNext = false
        if case .head = part { isNext = isAnswering }
        if isNext || !waiting.isEmpty { waiting.append(.part(part)) } else { accept(part, context: context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isClosing else { return }
        guard let refusal = Refusal(parsing: error, limits: limits) else {
            connection.markLeft()
            context.close(promise: nil)
            return
        }
        if isAnswering, !isReading { waiting.append(.failure(refusal)) } else { refuse(refusal) }
    }

    private func accept(_ part: HTTPServerRequestPart, context: ChannelHandlerContext) {
        switch part {
        case .head(var head):
            if deadline?.kind != .request { arm(.request, limits.requestTime) }
            isReading = true
            isAnswering = true
            hasAnswerBegun = false
            bodyBytes = 0
            version = head.version
            provider = RequestCheck.provider(of: head)
            closesAfterAnswer = !head.isKeepAlive
            if let refusal = RequestCheck.check(&head, limits: limits) { return refuse(refusal) }
            if head.headers.contains(name: "expect") {
                // RFC 9110 section 10.1.1
                context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
            }
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            guard bodyBytes <= limits.bodyBytes else { return refuse(.tooLarge(limit: limits.bodyBytes)) }
            context.fireChannelRead(wrapInboundOut(part))
        case .end:
            isReading = false
            disarm()
            context.fireChannelRead(wrapInboundOut(part))
            exchangeMayBeOver(context: context)
        }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosing else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.code >= 200:
            hasAnswerBegun = true
            // A client of HTTP/1.0 knows no chunks: there, the end of the connection ends the answer.
            head.version = version
            if closesAfterAnswer { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            // Head, body and end would each be flushed, and so be a packet: an answer of known length need not be read sooner.
            holdsFlush = wireFault == nil && head.headers.contains(name: "Content-Length")
            heldBytes = 0
            wireFault?.answerBegins()
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let body):
            heldBytes += body.readableBytes
            wireFault?.bodyBegins()
            context.write(data, promise: promise)
            wireFault?.partPassed()
            if holdsFlush, heldBytes >= Self.heldLimit {
                heldBytes = 0
                context.flush()
            }
        case .end:
            holdsFlush = false
            context.writeAndFlush(data, promise: promise)
            wireFault?.answerEnds()
            isAnswering = false
            if closesAfterAnswer { linger(context: context) } else { exchangeMayBeOver(context: context) }
        default: context.write(data, promise: promise)
        }
    }

    func flush(context: ChannelHandlerContext) {
        if !holdsFlush { context.flush() }
    }

    private func exchangeMayBeOver(context: ChannelHandlerContext) {
        guard !isReading, !isAnswering, !isClosing else { return }
        arm(.idle, limits.idleTime)
        guard !waiting.isEmpty || isReadHeld || isEndHeld else { return }
        while !waiting.isEmpty, !isClosing {
            if case .part(.head) = waiting[0], isAnswering { break }
            switch waiting.removeFirst() {
            case .part(let part): accept(part, context: context)
            case .failure(let refusal): refuse(refusal)
            }
        }
        // What stands behind hands reads on when it hears that they are complete.
        context.fireChannelReadComplete()
        guard waiting.isEmpty, !isClosing else { return }
        if isReadHeld {
            isReadHeld = false
            context.read()
        }
        if isEndHeld {
            isEndHeld = false
            userInboundEventTriggered(context: context, event: ChannelEvent.inputClosed)
        }
    }

    /// Answers with an error and ends the connection.
    private func refuse(_ refusal: Refusal) {
        guard let context, !isClosing else { return }
        guard !hasAnswerBegun || !isReading && !isAnswering else {
            // The request at hand has its answer, or half of it: a second one would be taken for another request's.
            connection.markLeft()
            if isAnswering { context.close(promise: nil) } else { linger(context: context) }
            return
        }
        let (head, body) = refusal.response(for: provider, requestID: RequestID.make(for: provider, identifiers))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context: context)
    }

    /// Says no more, but lets the client finish: closing with unread bytes would reset the connection, and the client could lose
    /// the answer (RFC 9112 section 9.6).
    private func linger(context: ChannelHandlerContext) {
        isClosing = true
        waiting = []
        context.close(mode: .output, promise: nil)
        arm(.linger, limits.lingerTime)
        if isReadHeld { context.read() }
    }

    // MARK: Time

    private func arm(_ kind: Deadline, _ duration: Duration) {
        disarm()
        guard let context else { return }
        let task = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration)) { self.expire(kind) }
        deadline = (kind, task)
    }

    private func disarm() {
        deadline?.task.cancel()
        deadline = nil
    }

    private func expire(_ kind: Deadline) {
        deadline = nil
        switch kind {
        case .request:
            refuse(
                Refusal(408, "The request did not arrive within \(limits.requestTime), and the lab waits no longer."))
        case .idle, .stall, .linger:
            connection.markLeft()
            context?.close(promise: nil)
        }
    }
}
