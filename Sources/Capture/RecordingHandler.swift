import ModelAPI
import NIOCore

/// Writes the request when connected, and tells the connection each write and read as it happens.
final class RecordingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Larger requests are written in several pieces, each told when the system has taken it.
    private static let pieceBytes = 64 << 10

    private let connection: Connection
    private var error: (any Error)?
    private var isUsed = false
    private var mayRead = true

    init(connection: Connection) { self.connection = connection }

    func channelActive(context: ChannelHandlerContext) {
        guard connection.activate(context.channel) else { return context.close(promise: nil) }
        isUsed = true
        write(from: 0, context)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Before anything else: this is the read's time.
        let time = connection.clock.now()
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        mayRead = connection.deliver(.read(bytes, at: time))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if mayRead { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if self.error == nil || self.error is WriteFailure { self.error = error }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isUsed { connection.closedByPeer(after: error) }
    }

    private func write(from start: Int, _ context: ChannelHandlerContext) {
        let piece = connection.request[start...].prefix(Self.pieceBytes)
        guard !piece.isEmpty else { return }
        let bytes = Array(piece)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).assumeIsolated().whenComplete { result in
            switch result {
            case .success:
                _ = self.connection.deliver(.wrote(bytes, at: self.connection.clock.now()))
                self.write(from: start + bytes.count, context)
            case .failure(let cause):
                if self.error == nil { self.error = WriteFailure(cause: cause) }
            }
        }
    }
}
