import HTTPWire
import Testing

// WHATWG HTML section 9.2.6
@Suite struct EventStreamParserTests {
    @Test(arguments: try EventStreamFixture.all())
    func parserGivesTheExpectedEvents(_ fixture: EventStreamFixture) {
        let (events, parser) = EventStreamParser.parse([fixture.bytes])
        #expect(events == fixture.expected.events.map(ExactEvent.init))
        #expect(Array(parser.lastEventID.utf8) == Array(fixture.expected.lastEventID.utf8))
        #expect(parser.reconnectionTime == fixture.expected.retry)
        #expect(parser.oversizedEvents == 0)
    }

    @Test func fixturesAreThere() throws {
        #expect(try EventStreamFixture.all().count >= 80)
    }

    @Test(arguments: try EventStreamFixture.all())
    func everyCutGivesTheSameEvents(_ fixture: EventStreamFixture) {
        let expected = fixture.expected.events.map(ExactEvent.init)
        for cut in 0...fixture.bytes.count {
            let (events, parser) = EventStreamParser.parse([fixture.bytes[..<cut], fixture.bytes[cut...]])
            #expect(events == expected, "cut at \(cut)")
            #expect(parser.lastEventID == fixture.expected.lastEventID, "cut at \(cut)")
            #expect(parser.reconnectionTime == fixture.expected.retry, "cut at \(cut)")
        }
    }

    @Test(arguments: try EventStreamFixture.all())
    func singleBytesAndRandomCutsGiveTheSameEvents(_ fixture: EventStreamFixture) {
        let expected = fixture.expected.events.map(ExactEvent.init)
        #expect(EventStreamParser.parse(fixture.bytes.map { CollectionOfOne($0) }).events == expected)
        for seed in 0..<20 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            #expect(EventStreamParser.parse(numbers.cut(fixture.bytes)).events == expected, "seed \(seed)")
        }
    }

    @Test func randomStreamsGiveTheSameEventsHoweverTheyAreCut() {
        var numbers = SeededNumbers(seed: 7)
        let pieces: [[UInt8]] =
            [
                "data", "event", "id", "retry", ":", " ", "\r", "\n", "\r\n", "\n\n", "x", "7", "\0", "ä", "😀",
                "\u{FEFF}",
            ].map { Array($0.utf8) } + [[0xEF], [0xBB], [0xE2, 0x82], [0xFF], [0xF0, 0x9F]]
        for _ in 0..<400 {
            let bytes = (0..<40).flatMap { _ in pieces.randomElement(using: &numbers) ?? [] }
            let (whole, wholeParser) = EventStreamParser.parse([bytes])
            let (cut, cutParser) = EventStreamParser.parse(numbers.cut(bytes, longest: 3))
            #expect(whole == cut)
            #expect(wholeParser.lastEventID == cutParser.lastEventID)
            #expect(wholeParser.reconnectionTime == cutParser.reconnectionTime)
        }
    }

    @Test func eventComesWithTheCarriageReturnThatEndsItsBlankLine() {
        var parser = EventStreamParser()
        #expect(parser.consume("data: 1\r\r".utf8) == [ServerSentEvent(data: "1")])
        #expect(parser.consume("\ndata: 2\n\n".utf8) == [ServerSentEvent(data: "2")])
    }

    @Test func locationIsTheEndOfTheBlankLine() {
        var parser = EventStreamParser()
        let first = parser.consumeLocating("\u{FEFF}data: 1\r\n\r\n:\n".utf8)
        #expect(first.map(\.end) == [13])
        let second = parser.consumeLocating("data: 2\n\ndata: 3\n\n".utf8)
        #expect(second.map(\.end) == [25, 34])
    }

    @Test func lastEventIDOfAnEarlierConnectionIsKept() {
        var parser = EventStreamParser(lastEventID: "41")
        #expect(parser.consume("data: 1\n\n".utf8) == [ServerSentEvent(data: "1", id: "41")])
    }

    @Test func lastEventIDChangesWithTheBlankLineOnly() {
        var parser = EventStreamParser()
        _ = parser.consume("id: 1\ndata: a\n".utf8)
        #expect(parser.lastEventID == "")
        _ = parser.consume("\n".utf8)
        #expect(parser.lastEventID == "1")
    }

    @Test func hugeRetryCountsAsTheLargestNumber() {
        var parser = EventStreamParser()
        _ = parser.consume("retry: 99999999999999999999999999\n".utf8)
        #expect(parser.reconnectionTime == .max)
    }

    @Test(arguments: [
        "data: 0123456789ABCDEF\n\n",
        "data: 0123456\ndata: 89ABCDE\ndata: more\n\n",
        "event: 0123456789ABCDEF\ndata: 1\n\n",
        "id: 0123456789ABCDEF\ndata: 1\n\n",
    ])
    func eventBeyondTheLimitIsLeftOutWholeAndCounted(_ stream: String) {
        for cut in 0...stream.utf8.count {
            var parser = EventStreamParser(limits: .init(eventBytes: 16))
            var events = parser.consume(stream.utf8.prefix(cut))
            events += parser.consume(stream.utf8.dropFirst(cut))
            #expect(events.isEmpty)
            #expect(parser.oversizedEvents == 1)
            #expect(parser.consume("data: next\n\n".utf8) == [ServerSentEvent(data: "next")])
        }
    }

    @Test func longCommentsAndUnknownFieldsCountForNothing() {
        var parser = EventStreamParser(limits: .init(eventBytes: 16))
        let long = String(repeating: "x", count: 1000)
        let events = parser.consume(":\(long)\n\(long)\nretry: \(long)\ndata: 1\n\n".utf8)
        #expect(events == [ServerSentEvent(data: "1")])
        #expect(parser.oversizedEvents == 0)
    }

    @Test func longStreamInSingleBytesTakesLinearTime() {
        var parser = EventStreamParser()
        let line = Array(("data: " + String(repeating: "x", count: 100_000)).utf8)
        var events: [ServerSentEvent] = []
        for byte in line { events += parser.consume(CollectionOfOne(byte)) }
        events += parser.consume("\n\n".utf8)
        #expect(events.map(\.data.utf8.count) == [100_000])
    }
}
