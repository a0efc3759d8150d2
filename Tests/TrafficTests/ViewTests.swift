import HTTPWire
import Testing
import Traffic

@Suite struct WireViewTests {
    @Test func bothDirectionsAreShownInTheOrderOfTime() {
        let exchange = Sample.exchange(
            sent: [(Sample.request(body: #"{"a":1}"#), 0)],
            received: [
                (Sample.streamHead + "b\r\ndata: ä\n", 12_345_678), ("\nx", 13_000_000),
                ("\r\n0\r\n\r\n", 14_000_000),
            ])
        let lines = WireView(exchange).lines
        let shown = lines.map { "\($0.direction.marker) \($0.kind.rawValue): \($0.text)" }
        #expect(
            shown == [
                "→ boundary: +0.000 ms 136 bytes written",
                "→ startLine: POST /v1/chat/completions HTTP/1.1␍␊",
                "→ field: Host: h␍␊",
                "→ field: Authorization: Bearer sk-lab-…3f9a␍␊",
                "→ field: Content-Length: 7␍␊",
                "→ headEnd: ␍␊",
                #"→ body: {"a":1}"#,
                "← boundary: +12.345 ms 107 bytes read",
                "← startLine: HTTP/1.1 200 OK␍␊",
                "← field: Content-Type: Text/Event-Stream; charset=utf-8␍␊",
                "← field: Transfer-Encoding: chunked␍␊",
                "← headEnd: ␍␊",
                "← framing: b␍␊",
                "← body: data: ä␊",
                "← boundary: +13.000 ms 2 bytes read",
                "← body: ␊",
                "← body: x",
                "← boundary: +14.000 ms 7 bytes read",
                "← framing: ␍␊",
                "← framing: 0␍␊",
                "← headEnd: ␍␊",
                "← ending: +14.000 ms the response is complete",
            ])
        #expect(lines.filter { $0.direction == .received }.map(\.at).first == 12_345_678)
    }

    @Test func bytesThatCannotBeShownAreHexadecimal() {
        var exchange = Sample.exchange(sent: [], received: [(Sample.response("abc") + "more\n", 0)])
        exchange.received.append(TimedBytes([0x00, 0x1B, 0x5B, 0x09, 0x7F, 0xFF, 0xE2, 0x82, 0x41], at: 1))
        exchange.received.append(TimedBytes(Array("\u{85}\u{FEFF}\u{202E}€".utf8), at: 2))
        let lines = WireView(exchange).lines.filter { $0.kind == .surplus }.map(\.text)
        #expect(
            lines == [
                "more␊", #"\x00\x1B[\x09\x7F\xFF\xE2\x82A"#, #"\xC2\x85\xEF\xBB\xBF\xE2\x80\xAE€"#,
            ])
    }

    @Test func everyByteIsShownOnceHoweverReadsCutIt() {
        let stream = Sample.streamHead + Sample.chunk(Sample.delta("ä")) + Sample.lastChunk + "more"
        let whole = WireView(Sample.exchange(sent: [], received: [(stream, 0)])).lines
        let wholeText = whole.filter { $0.kind != .boundary }.map(\.text).joined()
        for cut in stream.utf8.indices {
            var exchange = Sample.exchange(sent: [], received: [])
            exchange.received = [
                TimedBytes(Array(stream.utf8[..<cut]), at: 0), TimedBytes(Array(stream.utf8[cut...]), at: 0),
            ]
            let text = WireView(exchange).lines.filter { $0.kind != .boundary }.map(\.text).joined()
            #expect(text.replacing(#"\xC3\xA4"#, with: "ä") == wholeText)
        }
    }

    @Test func endingTellsWhatWentWrong() {
        let exchange = Sample.exchange(sent: [], received: [], ending: .failed("refused\u{1B}[31m"))
        #expect(WireView(exchange).lines.map(\.text) == [#"+0.000 ms failed: refused\x1B[31m"#])
    }
}

@Suite struct EventTableTests {
    @Test func rowsHaveTimesAndGaps() {
        let exchange = Sample.exchange(
            sent: [(Sample.request(), 1000)],
            received: [
                (Sample.streamHead, 2000), (Sample.chunk("event: a\ndata: 1\n\ndata: 2\n\n"), 5000),
                (Sample.chunk("data: 3\ndata: 4\n\n") + Sample.lastChunk, 9000),
            ])
        let rows = EventTable(exchange).rows
        #expect(rows.map(\.index) == [1, 2, 3])
        #expect(rows.map(\.time) == [.nanoseconds(5000), .nanoseconds(5000), .nanoseconds(9000)])
        #expect(rows.map(\.gap) == [.nanoseconds(4000), .zero, .nanoseconds(4000)])
        #expect(rows.map(\.name) == ["a", "message", "message"])
        #expect(rows.map(\.data) == ["1", "2", "3\n4"])
    }
}

@Suite struct ExchangeSummaryTests {
    @Test func lineTellsWhatHappened() {
        let stream = Sample.exchange(
            sent: [(Sample.request(), 0)],
            received: [(Sample.streamHead + Sample.chunk("data: 1\n\n"), 210_000_000)], ending: .closedEarly)
        #expect(
            ExchangeSummary(stream).line == "7  POST /v1/chat/completions → 200, 1 event, +210.000 ms, closed-early")
        let none = Sample.exchange(sent: [], received: [], ending: .failed("x"))
        #expect(ExchangeSummary(none).line == "7  ? ? → no answer, 0 bytes, +0.000 ms, failed")
    }
}
