import ModelAPI
import Testing

@Suite struct JSONParserTests {
    @Test(
        arguments: [
            ("null", JSONValue.null), (" true ", true), ("\t\r\nfalse", false), ("0", 0), ("-12", -12),
            ("1.0", .number(1)), ("1e2", .number(100)), ("-0", .number(-0.0)), ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .numeral("9223372036854775808")), ("1e400", .numeral("1e400")),
            ("1e-400", .numeral("1e-400")), ("3.14159265358979323846", .numeral("3.14159265358979323846")),
            (#""""#, ""), (#""a\"\\\/\b\f\n\r\té\u00e9""#, "a\"\\/\u{8}\u{C}\n\r\té\u{E9}"),
            (#""😀\ud83d\ude00""#, "😀😀"), (#""\ud800""#, "\u{FFFD}"), (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"),
            (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83dx""#, "\u{FFFD}x"), (#""\u0000""#, "\0"),
            ("[]", []), ("[1,[2,{}]]", [1, [2, [:]]]), (#"{"a":{"b":[null]}}"#, ["a": ["b": [.null]]]),
        ] as [(String, JSONValue)])
    func parserReadsValues(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONValue.parse(text) == expected)
    }

    // RFC 8259 sections 2 to 8.
    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "undefined", "NaN", "Infinity", "+1", "01", "-", "1.", ".5", "1e", "1e+",
        "0x10", "1_000",
        "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"a\nb\"", "\"\t\"", "'a'", "[", "]", "[1", "[1,", "[1,]",
        "[,1]",
        "[1 2]", "{", "}", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{1:2}", "1 2", "[] []",
        "// x\n1", "/* x */1", "\u{FEFF}1", "\u{A0}1",
    ])
    func parserRefusesWhatIsNoJSON(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22],
        ] as [[UInt8]])
    func parserRefusesInvalidUTF8AtItsPlace(_ bytes: [UInt8]) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue.parse(bytes) }
        #expect(error.reason == .invalidUTF8)
        #expect(error.offset == 1)
    }

    @Test func errorTellsWhatWasFoundAndWhere() throws {
        let error = try #require(throws: JSONError.self) {
            try JSONValue.parse("{\r\n  \"é\": [1,\n  oops]}")
        }
        #expect(error.reason == .unexpected(found: "'oops'", expected: "a value"))
        #expect((error.line, error.column) == (3, 3))
        #expect("\(error)" == "line 3, column 3: found 'oops' where a value should be")
        let end = try #require(throws: JSONError.self) { try JSONValue.parse("{\"é\": 1") }
        #expect("\(end)" == "line 1, column 8: found the end where ',' or '}' should be")
    }

    @Test func parserKeepsTheOrderOfKeysAndReportsDuplicates() throws {
        var parser = JSONParser(#"{"z":1,"a":2,"z":3,"m":{"x":1,"x":2}}"#.utf8)
        let value = try parser.parse()
        #expect(value.serialized() == #"{"z":3,"a":2,"m":{"x":2}}"#)
        #expect(parser.duplicateKeys == ["z", "x"])
    }

    @Test func parserBoundsDepthAndSize() throws {
        let limits = JSONParser.Limits(depth: 3, bytes: 100)
        #expect(try JSONValue.parse("[[[]]]", limits: limits) == [[[]]])
        let deep = try #require(throws: JSONError.self) { try JSONValue.parse("[[[[]]]]", limits: limits) }
        #expect(deep.reason == .tooDeep(limit: 3))
        #expect(deep.offset == 3)
        let mixed = #"{"a":[{"b":[]}]}"#
        #expect(throws: JSONError.self) { try JSONValue.parse(mixed, limits: limits) }
        #expect(throws: JSONError.self) { try JSONValue.parse(String(repeating: "[", count: 1_000_000)) }
        let long = try #require(throws: JSONError.self) {
            try JSONValue.parse(String(repeating: " ", count: 101), limits: limits)
        }
        #expect(long.reason == .tooLong(limit: 100))
    }

    @Test func fuzzedTextNeverCrashesAndWhatIsReadIsWrittenAlike() throws {
        var random = TestRandom(seed: 8259)
        let seeds = [
            #"{"model":"gpt-4","messages":[{"role":"user","content":"Grüße \ud83d\ude00"}],"temperature":0.70,"n":-1e-3}"#,
            #"[null,true,false,0,-0,1.0,12345678901234567890,"\\\"\u0000",{"":[[[]]]}]"#,
        ].map { Array($0.utf8) }
        let clock = ContinuousClock()
        let end = clock.now + FuzzTime.duration
        var accepted = 0
        while clock.now < end {
            var bytes = seeds[random.below(seeds.count)]
            for _ in 0..<random.below(4) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.remove(at: place)
                default: bytes.insert(Array("[]{}:,\"\\eE.-0".utf8)[random.below(13)], at: place)
                }
            }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            accepted += 1
            #expect(try JSONValue.parse(value.bytes) == value)
            #expect(try JSONValue.parse(value.serialized(pretty: true)) == value)
        }
        #expect(accepted > 0)
    }
}
