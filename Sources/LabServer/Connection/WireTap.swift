internal import NIOCore

/// Records every read from and write to the socket, before any codec, with its time.
final class WireTap: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData

    private let connection: Int
    private let journal: Journal
    private let onRead: () -> Void

    init(connection: Int, journal: Journal, onRead: @escaping () -> Void) {
        self.connection = connection
        self.journal = journal
        self.onRead = onRead
    }

    func channelActive(context: ChannelHandlerContext) {
        record(.opened, [])
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        record(.closed, [])
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        record(.read, Array(unwrapInboundIn(data).readableBytesView))
        onRead()
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .byteBuffer(let buffer) = unwrapOutboundIn(data), buffer.readableBytes > 0 {
            record(.wrote, Array(buffer.readableBytesView))
        }
        context.write(data, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { record(.clientEnded, []) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, mostly: it comes before anything that the lab does about it.
        if error is IOError { record(.clientEnded, []) }
        context.fireErrorCaught(error)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        record(.labEnded, [])
        context.close(mode: mode, promise: promise)
    }

    private func record(_ direction: Journal.Record.Direction, _ bytes: [UInt8]) {
        journal.add(
            .init(connection: connection, direction: direction, bytes: bytes, at: NIODeadline.now().uptimeNanoseconds))
    }
}
