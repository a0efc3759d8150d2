import HTTPWire
import Testing

@Suite struct EventStreamWriterTests {
    @Test(arguments: [
        ServerSentEvent(data: "hello"), ServerSentEvent(data: ""), ServerSentEvent(data: " leading space"),
        ServerSentEvent(data: "\n"), ServerSentEvent(data: "a\n\nb\n"), ServerSentEvent(data: ": no comment\nid: none"),
        ServerSentEvent(event: "ping", data: "{}"), ServerSentEvent(event: " spaced:", data: "x", id: " 7 "),
        ServerSentEvent(event: "ä😀", data: "\u{FEFF}ä😀\0", id: "é"),
    ])
    func writtenEventReadsBack(_ event: ServerSentEvent) throws {
        var parser = EventStreamParser()
        #expect(parser.consume(try EventStreamWriter.bytes(for: event)) == [event])
    }

    @Test func bytesAreThoseThatProvidersSend() throws {
        let openai = try EventStreamWriter.bytes(data: "[DONE]")
        #expect(String(decoding: openai, as: UTF8.self) == "data: [DONE]\n\n")
        let anthropic = try EventStreamWriter.bytes(event: "ping", data: #"{"type":"ping"}"#)
        #expect(String(decoding: anthropic, as: UTF8.self) == "event: ping\ndata: {\"type\":\"ping\"}\n\n")
        let full = try EventStreamWriter.bytes(event: "a", data: "1\r\n2\r3", id: "", retry: 10)
        #expect(String(decoding: full, as: UTF8.self) == "event: a\nid: \nretry: 10\ndata: 1\ndata: 2\ndata: 3\n\n")
    }

    @Test(arguments: ["a\nb", "a\rb", "\r\n", ""])
    func eventNameThatCannotBeWrittenIsRefused(_ name: String) {
        #expect(throws: EventStreamWriterError.unwritableEventName) {
            try EventStreamWriter.bytes(event: name, data: "")
        }
    }

    @Test(arguments: ["a\nb", "a\rb", "\0"])
    func idThatCannotBeWrittenIsRefused(_ id: String) {
        #expect(throws: EventStreamWriterError.unwritableID) { try EventStreamWriter.bytes(data: "", id: id) }
    }

    @Test func negativeRetryIsRefused() {
        #expect(throws: EventStreamWriterError.negativeRetry) { try EventStreamWriter.bytes(data: "", retry: -1) }
    }

    @Test func commentDispatchesNothingWhateverItHolds() {
        var parser = EventStreamParser()
        #expect(parser.consume(EventStreamWriter.comment("ping\ndata: 1\n\n")).isEmpty)
    }
}
