internal import HTTPWire
internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// Writes events to a client, each flushed as it comes.
struct EventWriter {
    var writer: any ResponseBodyWriter
    let request: LabRequest
    private var produced = 0

    init(writer: any ResponseBodyWriter, request: LabRequest) {
        self.writer = writer
        self.request = request
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
        try await writer.write(ByteBuffer(bytes: try EventStreamWriter.bytes(event: event, data: data)))
    }
}
