internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// Hummingbird's HTTP/1.1 channel with two handlers of the lab's own in it.
///
/// From the socket inward: ``WireTap`` (bytes, before the codec), the codec, ``RequestGate`` (checks and limits), Hummingbird.
/// A handler that makes faults in the framing belongs beside the tap.
struct LabChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let base: HTTP1Channel
    private let limits: LabLimits
    private let connections: ConnectionRegistry
    private let journal: Journal
    private let identifiers: Identifiers

    init(
        responder: @escaping HTTPChannelHandler.Responder, limits: LabLimits, connections: ConnectionRegistry,
        journal: Journal, identifiers: Identifiers
    ) {
        base = HTTP1Channel(
            responder: responder,
            configuration: .init(
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headBytes, maxHeaderListSize: limits.headBytes,
                    maxHeaderFieldCount: limits.fieldLines)))
        self.limits = limits
        self.connections = connections
        self.journal = journal
        self.identifiers = identifiers
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connection = connections.add(channel)
        return base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let gate = RequestGate(
                limits: limits, connection: connection, connections: connections, identifiers: identifiers)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(gate, position: .after(decoder))
            try pipeline.addHandler(
                WireTap(connection: connection.number, journal: journal) { gate.bytesArrived() }, position: .first)
            return value
        }
    }

    /// Answers on the connection's event loop: a request goes from the socket to its answer without a change of thread. So whatever
    /// takes longer than a moment has to go elsewhere, as to ``Engine/run(_:)``.
    func handle(value: Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopTaskExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
