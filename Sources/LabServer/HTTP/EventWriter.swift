internal import HTTPWire
internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// Writes events to a client, each flushed as it comes.
struct EventWriter {
    var writer: any ResponseBodyWriter
    let request: LabRequest
    private var produced = 0
    private var shapers: [any EventShaper]
    /// Pieces of the body so far.
    private var partCount = 0

    init(writer: any ResponseBodyWriter, request: LabRequest) {
        self.writer = writer
        self.request = request
        shapers = request.shape?.shapers ?? []
    }

    /// Throws ``ClientLeft`` once nobody reads.
    mutating func write(_ chunk: ChatCompletionChunk) async throws {
        if case .tokens(let usage) = chunk.usage { request.ticket.settle(input: usage.input, output: usage.output) }
        try await write(data: chunk.json.serialized())
    }

    mutating func write(_ event: MessageStreamEvent) async throws {
        count(event)
        try await write(event: event.name, data: event.json.serialized())
    }

    /// Output counts as it is produced: about a token with each piece, and at the end as many as there were.
    private mutating func count(_ event: MessageStreamEvent) {
        switch event {
        case .textDelta, .inputJSONDelta:
            produced += 1
            request.ticket.produced(produced)
        case .messageDelta(_, _, let usage):
            request.ticket.settle(input: usage.input + usage.cacheCreationTotal, output: usage.output)
        default: break
        }
    }

    mutating func write(event: String = "message", data: String) async throws {
        guard request.isWanted else { throw ClientLeft() }
        guard !shapers.isEmpty else {
            return try await writer.write(ByteBuffer(bytes: try EventStreamWriter.bytes(event: event, data: data)))
        }
        for step in shapers.shape(StreamEvent(name: event, data: data)) { try await perform(step) }
    }

    /// A comment, which keeps a connection and finds out whether there is one.
    mutating func comment(_ text: String) async throws {
        guard request.isWanted else { throw ClientLeft() }
        try await put(EventStreamWriter.comment(text))
    }

    /// Writes what shapers have kept back.
    mutating func finish() async throws {
        guard !shapers.isEmpty else { return }
        for step in shapers.finish() { try await perform(step) }
    }

    private mutating func perform(_ step: StreamStep) async throws {
        switch step {
        case .event(let event): try await put(try EventStreamWriter.bytes(event: event.name, data: event.data))
        case .bytes(let bytes): try await put(bytes)
        case .wait(let duration): try await Pause.wait(duration, for: request)
        case .hang:
            while true { try await Pause.wait(.seconds(3600), for: request) }
        case .end: throw StreamEnded()
        case .wire(let action):
            try await request.connection?.perform(action, afterParts: partCount)
            guard case .cut = action else { return }
            await request.connection?.untilClosed()
            throw ClientLeft()
        }
    }

    private mutating func put(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        partCount += 1
        try await writer.write(ByteBuffer(bytes: bytes))
    }
}

/// Thrown where a fault ends a stream before its last event.
struct StreamEnded: Error {}

/// Waiting that ends when nobody waits for the answer any more. It holds no thread.
enum Pause {
    /// How soon it shows that the client has left.
    private static let slice = Duration.milliseconds(100)

    /// Throws ``ClientLeft`` if the client leaves, or stops sending, which is how leaving begins.
    static func wait(_ duration: Duration, for request: LabRequest) async throws {
        let clock = ContinuousClock()
        let end = clock.now + duration
        while true {
            guard request.isAwaited else { throw ClientLeft() }
            let rest = end - clock.now
            guard rest > .zero else { return }
            try await Task.sleep(for: min(rest, slice), tolerance: .zero, clock: clock)
        }
    }
}
