import Sampling
import Testing

@Suite struct StopMatcherTests {
    /// Feeds `pieces`, and joins what is released.
    private func run(_ stops: [String], _ pieces: [String]) throws -> (text: String, matched: String?) {
        var matcher = try StopMatcher(stops)
        var text = ""
        for piece in pieces {
            let (release, matched) = matcher.consume(piece)
            text += release
            if let matched { return (text, matched) }
        }
        let (release, matched) = matcher.finish()
        return (text + release, matched)
    }

    @Test func stopStringThatBeginsInOnePieceAndEndsInAnotherNeverLeaks() throws {
        var matcher = try StopMatcher(["END"])
        #expect(matcher.consume("the E") == ("the ", nil))
        #expect(matcher.consume("N") == ("", nil))
        #expect(matcher.consume("D is near") == ("", "END"))
        #expect(matcher.matched == "END")
        #expect(matcher.consume("more END") == ("", nil))
        #expect(matcher.finish() == ("", nil))
    }

    @Test func textHeldBackIsReleasedOnceItCannotBeAStopString() throws {
        var matcher = try StopMatcher(["\n\nHuman:"])
        #expect(matcher.consume("yes\n") == ("yes", nil))
        #expect(matcher.consume("\n") == ("", nil))
        #expect(matcher.consume("Hum") == ("", nil))
        #expect(matcher.consume("bug") == ("\n\nHumbug", nil))
        #expect(matcher.consume("\n\nH") == ("", nil))
        #expect(matcher.finish() == ("\n\nH", nil))
    }

    @Test(
        arguments: [
            (["abcd", "bc"], "xabcy", "xa", "bc"),
            (["abcd", "bc"], "xabcd", "x", "abcd"),
            (["abcd", "bc"], "xabc", "xa", "bc"),
            (["ab", "abc"], "xabc", "x", "ab"),
            (["abc", "ab"], "xabc", "x", "ab"),
            (["aab"], "aaab", "a", "aab"),
            (["abab"], "abaabab", "aba", "abab"),
            (["é"], "cafe\u{301}s", "cafe\u{301}s", nil),
            (["."], "3.14", "3", "."),
            (["🙂"], "a🙃🙂", "a🙃", "🙂"),
            ([], "anything", "anything", nil),
            (["x", "x"], "axb", "a", "x"),
        ] as [([String], String, String, String?)])
    func earliestStartWinsThenTheShortest(_ stops: [String], _ text: String, _ kept: String, _ stop: String?) throws {
        for pieces in [[text], text.unicodeScalars.map { String($0) }] {
            let result = try run(stops, pieces)
            #expect(Array(result.text.utf8) == Array(kept.utf8))
            #expect(result.matched == stop)
        }
    }

    @Test func emptyStopStringIsRefused() {
        let error = #expect(throws: SamplingError.self) { try StopMatcher(["a", ""]) }
        #expect(error?.description == "stop string 2 is empty: give at least one character, or leave it out")
    }

    @Test func anyCutGivesWhatASearchOfTheWholeTextGives() throws {
        var generator = SeededGenerator(seed: 17)
        let alphabet: [Unicode.Scalar] = ["a", "a", "b", "é"]
        func word(_ lengths: ClosedRange<Int>) -> String {
            var word = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: lengths, using: &generator) {
                word.append(alphabet.randomElement(using: &generator)!)
            }
            return String(word)
        }
        for _ in 0..<800 {
            let stops = (0..<Int.random(in: 1...3, using: &generator)).map { _ in word(1...4) }
            let text = word(0...12)
            let expected = naive(stops, text)
            let scalars = Array(text.unicodeScalars)
            // Every cut into two, and one into many.
            var cuts = (0...scalars.count).map { [0, $0, scalars.count] }
            cuts.append(
                [0] + (0..<3).map { _ in Int.random(in: 0...scalars.count, using: &generator) }.sorted() + [
                    scalars.count
                ])
            for cut in cuts {
                let pieces = zip(cut, cut.dropFirst()).map { start, end in
                    var piece = String.UnicodeScalarView()
                    piece.append(contentsOf: scalars[start..<end])
                    return String(piece)
                }
                let result = try run(stops, pieces)
                #expect(result.text == expected.text, "\(stops) in \(pieces)")
                #expect(result.matched == expected.matched, "\(stops) in \(pieces)")
            }
        }
    }

    /// The earliest start in the whole text, and of those the shortest stop string.
    private func naive(_ stops: [String], _ text: String) -> (text: String, matched: String?) {
        let bytes = Array(text.utf8)
        for start in bytes.indices {
            let found = stops.filter { bytes[start...].starts(with: $0.utf8) }
            if let shortest = found.min(by: { $0.utf8.count < $1.utf8.count }) {
                return (String(decoding: bytes[..<start], as: UTF8.self), shortest)
            }
        }
        return (text, nil)
    }

    @Test func whatIsHeldBackAndWhatWasCutCanBeSeen() throws {
        var matcher = try StopMatcher(["END", "\n\n"])
        #expect(matcher.consume("the E").release == "the ")
        #expect(matcher.pending == "E")
        #expect(matcher.openStops == ["END"])
        #expect(matcher.consume("N route\n").release == "EN route")
        #expect(matcher.pending == "\n")
        #expect(matcher.openStops == ["\n\n"])
        #expect(matcher.consume("\nand more").matched == "\n\n")
        #expect(matcher.pending.isEmpty)
        #expect(matcher.openStops.isEmpty)
        #expect(matcher.discarded == "\n\nand more")
    }

    @Test func longOverlappingStopStringsTakeLinearTime() throws {
        let stop = String(repeating: "a", count: 20_000) + "b"
        var matcher = try StopMatcher([stop])
        var released = 0
        let clock = ContinuousClock()
        let time = clock.measure {
            for _ in 0..<1000 { released += matcher.consume(String(repeating: "a", count: 100)).release.utf8.count }
        }
        #expect(released == 80_000)
        #expect(time < .seconds(20))
    }
}
