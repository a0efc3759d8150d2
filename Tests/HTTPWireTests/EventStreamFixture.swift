import Foundation
import HTTPWire
import Testing

/// A pair of `Tests/Fixtures/event-streams`: bytes, and what an event source makes of them.
struct EventStreamFixture: CustomTestStringConvertible {
    struct Expectation: Decodable {
        var events: [ServerSentEvent]
        var lastEventID: String
        var retry: Int?
    }

    var name: String
    var bytes: [UInt8]
    var expected: Expectation

    var testDescription: String { name }

    static func all() throws -> [EventStreamFixture] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/event-streams").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let streams = files.filter { $0.pathExtension == "sse" }.sorted { $0.path < $1.path }
        return try streams.map { file in
            EventStreamFixture(
                name: file.deletingPathExtension().lastPathComponent,
                bytes: Array(try Data(contentsOf: file)),
                expected: try JSONDecoder().decode(
                    Expectation.self,
                    from: Data(contentsOf: file.deletingPathExtension().appendingPathExtension("json")))
            )
        }
    }
}

/// An event as bytes: strings compare by characters, for which é has two spellings.
struct ExactEvent: Hashable, CustomStringConvertible {
    var parts: [[UInt8]]

    init(_ event: ServerSentEvent) { parts = [Array(event.event.utf8), Array(event.data.utf8), Array(event.id.utf8)] }

    var description: String { "\(parts.map { String(decoding: $0, as: UTF8.self).debugDescription })" }
}

extension EventStreamParser {
    /// Feeds the pieces to a new parser.
    static func parse(_ pieces: [some Collection<UInt8>]) -> (events: [ExactEvent], parser: EventStreamParser) {
        var parser = EventStreamParser()
        let events = pieces.flatMap { parser.consume($0) }
        return (events.map(ExactEvent.init), parser)
    }
}
