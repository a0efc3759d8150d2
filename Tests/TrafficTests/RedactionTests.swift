import Foundation
import HTTPWire
import ModelAPI
import Testing
import Traffic

@Suite struct RedactionTests {
    private static let key = Sample.key
    private static let secretPart = "0123456789abcdef"

    @Test(arguments: [
        ("Authorization", "Bearer sk-0123456789abcdef3f9a", "Bearer sk-…3f9a"),
        ("authorization", "bearer sk-ant-lab-0123456789abcdef3f9a", "bearer sk-ant-lab-…3f9a"),
        ("Authorization", "Bearer no-known-shape-of-key", "Bearer …-key"),
        ("Authorization", "Basic dXNlcjpwYXNzd29yZA==", "Basic …"),
        ("Authorization", "justakeywithoutscheme", "…heme"),
        ("Proxy-Authorization", "Basic dXNlcjpwYXNz", "Basic …"),
        ("X-Api-Key", "sk-ant-api03-0123456789abcdef", "sk-ant-…cdef"),
        ("x-api-key", "short", "…"),
        ("api-key", "0123456789abcdef", "…cdef"),
        ("x-goog-api-key", "AIza0123456789abcdef", "…cdef"),
        ("Cookie", "a=secret; b=other", "a=…; b=…"),
        ("Set-Cookie", "session=secret; Path=/; HttpOnly", "session=…; Path=/; HttpOnly"),
        ("Location", "/v1?x=1&key=abcdef&y=2", "/v1?x=1&key=…&y=2"),
        ("X-Note", "use sk-proj-0123456789abcdef3f9a, please", "use sk-proj-…3f9a, please"),
        ("Content-Type", "text/event-stream", "text/event-stream"),
        ("x-ratelimit-remaining-tokens", "12345", "12345"),
    ])
    func fieldKeepsTheShapeOfItsSecret(name: String, value: String, expected: String) {
        #expect(Redaction.redacted(value, ofFieldNamed: name) == expected)
        #expect(Redaction.redacted(expected, ofFieldNamed: name) == expected)
    }

    @Test(arguments: [
        ("key sk-0123456789abcdef3f9a.", "key sk-…3f9a."), ("(sk-abcdefghijklmnopqrst)", "(sk-…qrst)"),
        ("sk-test1234", "sk-…"), ("task-force-of-sixteen-people", "task-force-of-sixteen-people"),
        ("sk-learn", "sk-learn"),
        ("http://h/?key=AIza0123456789abcd \"", "http://h/?key=…abcd \""), ("monkey=12345678", "monkey=12345678"),
        ("sk-", "sk-"), ("", ""),
    ])
    func textLosesWhatLooksLikeAKey(text: String, expected: String) {
        #expect(Redaction.redacted(text) == expected)
        #expect(Redaction.redacted(expected) == expected)
    }

    /// An exchange with keys in every place that one can be in.
    private static func leaky() -> Exchange {
        let other = "sk-ant-fedcba9876543210fedcba9876ab12"
        let body = #"{"key":"\#(key)","text":"ä sk-0123456789abcdefABCD"}"#
        let request =
            "POST /v1/x?a=b&key=\(key)&api_key=plain0123456789abcdef HTTP/1.1\nHost: h\nX-API-Key: echoed-0123456789abcdef\n"
            + "Authorization: Bearer \(key)\nCookie: s=\(secretPart)\nContent-Length: \(body.utf8.count)\n\n"
        let stream = Sample.delta("your key is \(key)") + Sample.delta(other) + "data: echoed-0123456789abcdef\n\n"
        let half = stream.utf8.count / 4
        let chunks =
            Sample.chunk(String(stream.prefix(half))) + Sample.chunk(String(stream.dropFirst(half)))
            + "0\r\nX-Trailer: \(key)\r\n\r\nsurplus \(key)"
        let head = Sample.streamHead.replacing("Transfer", with: "Set-Cookie: t=\(secretPart)\r\nTransfer")
        return Sample.exchange(
            sent: [(request.crlf + body, 0)], received: [(head + chunks, 9)], ending: .failed("refused: \(key)"))
    }

    @Test func noViewAndNoEncodingHoldsAKey() throws {
        let exchange = Self.leaky()
        #expect(exchange.allText.contains(Self.secretPart))
        let redacted = exchange.redacted()
        let texts = [
            redacted.allText, "\(redacted)", redacted.text ?? "",
            String(decoding: redacted.responseBody, as: UTF8.self),
            String(decoding: try JSONEncoder().encode(exchange), as: UTF8.self),
            WireView(exchange).lines.map(\.text).joined(separator: "\n"),
            EventTable(exchange).rows.map(\.data).joined(separator: "\n"), ExchangeSummary(exchange).line,
            String(decoding: Redaction.redactedRequest(exchange.sent.flatMap(\.bytes)), as: UTF8.self),
        ]
        for text in texts {
            #expect(!text.contains(Self.secretPart), "\(text)")
            #expect(!text.contains("fedcba9876543210"), "\(text)")
        }
        let shown = String(decoding: Redaction.redactedRequest(exchange.sent.flatMap(\.bytes)), as: UTF8.self)
        #expect(shown.contains("Authorization: Bearer sk-lab-…3f9a\r\n"))
        #expect(shown.contains("X-API-Key: …cdef\r\n"))
        #expect(shown.contains(#"{"key":"sk-lab-…3f9a","text":"ä sk-…ABCD"}"#))
        #expect(redacted.allText.contains("Authorization: Bearer sk-lab-****"))
        let wire = WireView(exchange).lines.map(\.text)
        #expect(wire.contains("Authorization: Bearer sk-lab-…3f9a␍␊"))
        #expect(wire.contains { $0.hasPrefix("POST /v1/x?a=b&key=sk-lab-…3f9a&api_key=…cdef HTTP/1.1") })
    }

    @Test func redactedExchangeParsesAsBefore() {
        let exchange = Self.leaky()
        let redacted = exchange.redacted()
        #expect(redacted.sent.map(\.bytes.count) == exchange.sent.map(\.bytes.count))
        #expect(redacted.received.map(\.bytes.count) == exchange.received.map(\.bytes.count))
        #expect(redacted.events.map(\.offset) == exchange.events.map(\.offset))
        #expect(redacted.events.map(\.at) == exchange.events.map(\.at))
        #expect(redacted.events.map(\.event.data.utf8.count) == exchange.events.map(\.event.data.utf8.count))
        #expect(redacted.reading.response.isComplete)
        #expect(redacted.reading.response.surplus == exchange.reading.response.surplus)
        #expect(redacted.request?.body.count == exchange.request?.body.count)
        #expect(redacted.request?.head.fields.map(\.name) == exchange.request?.head.fields.map(\.name))
    }

    @Test func redactingAgainChangesNothing() throws {
        let once = Self.leaky().redacted()
        #expect(once.redacted() == once)
        #expect(try JSONDecoder().decode(Exchange.self, from: JSONEncoder().encode(Self.leaky())) == once)
    }

    @Test func keyCutByReadsIsFoundAtEveryCut() {
        let exchange = Self.leaky()
        let sent = exchange.sent[0].bytes
        let received = exchange.received[0].bytes
        for cut in stride(from: 0, through: max(sent.count, received.count), by: 3) {
            var cutExchange = exchange
            cutExchange.sent = [
                TimedBytes(Array(sent.prefix(cut)), at: 0), TimedBytes(Array(sent.dropFirst(cut)), at: 1),
            ]
            cutExchange.received = [
                TimedBytes(Array(received.prefix(cut)), at: 2), TimedBytes(Array(received.dropFirst(cut)), at: 3),
            ]
            let redacted = cutExchange.redacted()
            #expect(redacted.allText == exchange.redacted().allText, "cut at \(cut)")
            #expect(redacted.redacted() == redacted, "cut at \(cut)")
        }
    }

    @Test func headThatNeverEndedIsRedactedToo() {
        for text in [
            "POST / HTTP/1.1\r\nAuthorization: Bearer unusual-0123456789abcdef",
            "garbage\nx-api-key : 0123456789abcdef\n",
            "POST / HTTP/1.1\r\nAuthorization: Bearer\r\n unusual-0123456789abcdef\r\n\r\n",
        ] {
            let exchange = Sample.exchange(sent: [(text, 0)], received: [(text, 1)], ending: .cancelled)
            #expect(!exchange.redacted().allText.contains(Self.secretPart), "\(text)")
        }
    }

    @Test func foreignBytesNeverCrash() {
        var state: UInt64 = 3
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let words: [[UInt8]] =
            [
                "POST / HTTP/1.1\r\n", "HTTP/1.1 200 x\r\n", "\r\n", "\n", "Authorization: ", "Bearer ", "sk-",
                "1234567890",
                "…", "*****", "?key=", "Cookie: ", "Transfer-Encoding: chunked\r\n", "5\r\n", " ", ":", "=", ";",
            ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x80], [0]]
        for _ in 0..<300 {
            func bytes() -> [TimedBytes] {
                (0..<4).map { at in TimedBytes((0..<next(8)).flatMap { _ in words[next(words.count)] }, at: UInt64(at))
                }
            }
            var exchange = Sample.exchange(sent: [], received: [])
            exchange.sent = bytes()
            exchange.received = bytes()
            let redacted = exchange.redacted()
            #expect(redacted.sent.map(\.bytes.count) == exchange.sent.map(\.bytes.count))
            #expect(redacted.received.map(\.bytes.count) == exchange.received.map(\.bytes.count))
            _ = WireView(exchange)
        }
    }
}
