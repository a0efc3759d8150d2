internal import HTTPWire
internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// Writes events to a client, each flushed as it comes.
struct EventWriter {
    var writer: any ResponseBodyWriter
    let request: LabRequest

    /// Throws ``ClientLeft`` once nobody reads.
    mutating func write(_ chunk: ChatCompletionChunk) async throws { try await write(data: chunk.json.serialized()) }

    mutating func write(_ event: MessageStreamEvent) async throws {
        try await write(event: event.name, data: event.json.serialized())
    }

    mutating func write(event: String = "message", data: String) async throws {
        guard request.isWanted else { throw ClientLeft() }
        try await writer.write(ByteBuffer(bytes: try EventStreamWriter.bytes(event: event, data: data)))
    }
}
