import HTTPWire
import Testing

@Suite struct HTTPMessageParserTests {
    // RFC 9112 sections 3 and 5
    @Test func requestHeadKeepsOrderCaseAndDuplicates() {
        let text = "POST /v1/x?a=b HTTP/1.1\nHost: h\nx-B:  1 \t\nX-b:\nAccept: */*\nContent-Length: 2\n\nhi".crlf
        let parsed = Parsed(text, as: .request)
        #expect(parsed.failure == nil)
        guard case .requestHead(let head)? = parsed.contents.first else { return #expect(Bool(false)) }
        #expect(head.method == "POST")
        #expect(head.target == "/v1/x?a=b")
        #expect(head.path == "/v1/x")
        #expect(head.fields.map(\.name) == ["Host", "x-B", "X-b", "Accept", "Content-Length"])
        #expect(head.fields.values(named: "X-B") == ["1", ""])
        #expect(parsed.contents.dropFirst() == [.body(Array("hi".utf8)), .end])
        #expect(
            parsed.parts.map(\.range) == [
                0..<(text.utf8.count - 2), (text.utf8.count - 2)..<text.utf8.count,
                text.utf8.count..<text.utf8.count,
            ])
    }

    // RFC 9112 section 4
    @Test(arguments: [
        ("HTTP/1.1 200 OK", "OK"), ("HTTP/1.1 404 ", ""), ("HTTP/1.0 200", ""), ("HTTP/1.1 200  a b", " a b"),
    ])
    func statusLineGivesStatusAndReason(_ line: String, reason: String) {
        let parsed = Parsed("\(line)\nContent-Length: 0\n\n".crlf, as: .response)
        guard case .responseHead(let head)? = parsed.contents.first else { return #expect(Bool(false), "\(parsed)") }
        #expect(head.reason == reason)
        #expect(parsed.failure == nil)
    }

    // RFC 9112 section 7.1
    @Test func chunkedBodyGivesEveryPieceOfFramingItsRange() {
        let head = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n".crlf
        let text = head + "5;a=\"b;c\"\r\nhello\r\n0a \t;x\r\n, world!!!\r\n000\r\nX-T: 1\r\nx-t:2\r\n\r\n"
        let parsed = Parsed(text, as: .response)
        #expect(parsed.failure == nil)
        #expect(
            parsed.contents.dropFirst() == [
                .chunkHead(size: 5), .body(Array("hello".utf8)), .chunkEnd, .chunkHead(size: 10),
                .body(Array(", world!!!".utf8)), .chunkEnd, .chunkHead(size: 0),
                .trailers([FieldLine("X-T", "1"), FieldLine("x-t", "2")]), .end,
            ])
        #expect(parsed.parts.body == Array("hello, world!!!".utf8))
        // Together the ranges cover the stream without a gap.
        var end = 0
        for part in parsed.parts {
            #expect(part.range.lowerBound == end)
            end = part.range.upperBound
        }
        #expect(end == text.utf8.count)
    }

    // RFC 9112 section 6.3
    @Test(arguments: [
        ("HTTP/1.1 200 OK\nContent-Length: 4\n\nbodymore", "POST", "body", 4),
        ("HTTP/1.1 200 OK\nContent-Length: 4, 4\nContent-Length: 4\n\nbody", "POST", "body", 0),
        ("HTTP/1.1 200 OK\nContent-Length: 0\n\nmore", "POST", "", 4),
        ("HTTP/1.1 200 OK\nContent-Length: 4\n\n", "HEAD", "", 0),
        ("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nmore", "HEAD", "", 4),
        ("HTTP/1.1 204 No Content\nContent-Length: 4\n\nmore", "POST", "", 4),
        ("HTTP/1.1 304 Not Modified\nContent-Length: 4\n\n", "GET", "", 0),
        ("HTTP/1.1 200 OK\n\nmore", "CONNECT", "", 4),
        ("HTTP/1.1 101 Switching Protocols\n\nmore", "GET", "", 4),
        ("HTTP/1.1 200 OK\n\nuntil the end", "GET", "until the end", 0),
        ("HTTP/1.0 200 OK\n\nuntil the end", "GET", "until the end", 0),
        ("HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n\nuntil the end", "GET", "until the end", 0),
        ("HTTP/1.1 200 OK\ntransfer-encoding: gzip,\ntransfer-encoding: Chunked\n\n1\na\n0\n\n", "GET", "a", 0),
        ("HTTP/1.1 103 Early Hints\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\na", "GET", "a", 0),
    ])
    func responseEndsWhereItsHeadSays(_ text: String, method: String, body: String, surplus: Int) {
        let parsed = Parsed(text.crlf, as: .response, toMethod: method)
        #expect(parsed.failure == nil)
        #expect(parsed.contents.last == .end)
        #expect(parsed.parts.body == Array(body.utf8))
        #expect(parsed.surplus == surplus)
    }

    @Test func requestWithoutLengthHasNoBody() {
        let parsed = Parsed("GET / HTTP/1.1\nHost: h\n\nmore".crlf, as: .request)
        #expect(parsed.contents.last == .end)
        #expect(parsed.surplus == 4)
    }

    // RFC 9112 section 2.2
    @Test func emptyLinesBeforeARequestAreIgnored() {
        let parsed = Parsed("\n\nGET / HTTP/1.1\n\n".crlf, as: .request)
        #expect(parsed.parts.map(\.range) == [4..<22, 22..<22])
    }

    // RFC 9112 section 5.2
    @Test func foldedLineOfAResponseBecomesOne() {
        let parsed = Parsed("HTTP/1.1 204 x\nA: 1\n  2 \n\t3\nB:\n 4\n \n\n".crlf, as: .response)
        guard case .responseHead(let head)? = parsed.contents.first else { return #expect(Bool(false), "\(parsed)") }
        #expect(head.fields == [FieldLine("A", "1 2 3"), FieldLine("B", "4")])
    }

    @Test func bytesBeyondASCIIAreUTF8OrElseLatin1() {
        let bytes = Array("HTTP/1.1 204 x\r\nA: ä\r\nB: ".utf8) + [0xE4] + Array("\r\n\r\n".utf8)
        let parsed = Parsed([bytes], as: .response)
        guard case .responseHead(let head)? = parsed.contents.first else { return #expect(Bool(false), "\(parsed)") }
        #expect(head.fields.map(\.value) == ["ä", "ä"])
    }

    static let errors: [(String, HTTPMessageParser.Kind, HTTPWireError.Reason)] = [
        ("GET  / HTTP/1.1\n\n", .request, .invalidRequestLine),
        ("GET /\n\n", .request, .invalidRequestLine),
        ("GET / HTTP/1.1 \n\n", .request, .invalidRequestLine),
        ("G(T / HTTP/1.1\n\n", .request, .invalidMethod),
        ("GET /\u{7F} HTTP/1.1\n\n", .request, .invalidTarget),
        ("GET / HTTP/2.0\n\n", .request, .unsupportedVersion),
        ("GET / http/1.1\n\n", .request, .unsupportedVersion),
        ("GET / HTTP/1.1\nHost : h\n\n", .request, .whitespaceBeforeColon),
        ("GET / HTTP/1.1\nHost\n\n", .request, .missingColon),
        ("GET / HTTP/1.1\n: h\n\n", .request, .invalidFieldName),
        ("GET / HTTP/1.1\nA: 1\0\n\n", .request, .invalidFieldValue(name: "A")),
        ("GET / HTTP/1.1\nA: 1\n 2\n\n", .request, .obsoleteFolding),
        ("GET / HTTP/1.1\n A: 1\n\n", .request, .obsoleteFolding),
        ("HTTP/1.1 200 OK\n A: 1\n\n", .response, .obsoleteFolding),
        (
            "POST / HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked\n\n", .request,
            .contentLengthWithTransferEncoding
        ),
        (
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\ncontent-length: 1\n\n", .response,
            .contentLengthWithTransferEncoding
        ),
        ("POST / HTTP/1.1\nContent-Length: 1\nContent-Length: 2\n\n", .request, .conflictingContentLengths),
        ("POST / HTTP/1.1\nContent-Length: 1, 2\n\n", .request, .conflictingContentLengths),
        ("POST / HTTP/1.1\nContent-Length: +1\n\n", .request, .invalidContentLength),
        ("POST / HTTP/1.1\nContent-Length: -1\n\n", .request, .invalidContentLength),
        ("POST / HTTP/1.1\nContent-Length: 1 2\n\n", .request, .invalidContentLength),
        ("POST / HTTP/1.1\nContent-Length:\n\n", .request, .invalidContentLength),
        ("POST / HTTP/1.1\nContent-Length: 1,\n\n", .request, .invalidContentLength),
        ("POST / HTTP/1.1\nContent-Length: 99999999999999999999\n\n", .request, .invalidContentLength),
        ("POST / HTTP/1.1\nTransfer-Encoding: gzip\n\n", .request, .invalidTransferEncoding),
        ("POST / HTTP/1.1\nTransfer-Encoding: chunked, gzip\n\n", .request, .invalidTransferEncoding),
        ("POST / HTTP/1.1\nTransfer-Encoding: chunked, chunked\n\n", .request, .invalidTransferEncoding),
        ("POST / HTTP/1.1\nTransfer-Encoding: xchunked\n\n", .request, .invalidTransferEncoding),
        ("POST / HTTP/1.1\nTransfer-Encoding:\n\n", .request, .invalidTransferEncoding),
        ("POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n", .request, .transferEncodingInHTTP10),
        ("HTTP/1.1 20 OK\n\n", .response, .invalidStatusLine),
        ("HTTP/1.1 2000 OK\n\n", .response, .invalidStatusLine),
        ("HTTP/1.1 099 OK\n\n", .response, .invalidStatusLine),
        ("ICY 200 OK\n\n", .response, .invalidStatusLine),
        ("\nHTTP/1.1 200 OK\n\n", .response, .invalidStatusLine),
        ("", .response, .endedEarly(.start)),
        ("HTTP/1.1 2", .response, .endedEarly(.head)),
        ("HTTP/1.1 200 OK\nA: 1\n", .response, .endedEarly(.head)),
        ("HTTP/1.1 100 Continue\n\n", .response, .endedEarly(.head)),
        ("HTTP/1.1 200 OK\nContent-Length: 5\n\nabc", .response, .endedEarly(.body(missing: 2))),
    ]

    @Test(arguments: errors)
    func unsoundMessageIsAnError(_ text: String, kind: HTTPMessageParser.Kind, reason: HTTPWireError.Reason) {
        let parsed = Parsed(text.crlf, as: kind)
        #expect(parsed.failure?.reason == reason)
        #expect(!parsed.contents.contains(.end))
    }

    static let chunkErrors: [(String, HTTPWireError.Reason, Int)] = [
        ("g\r\n", .invalidChunkSize, 0), ("\r\n", .invalidChunkSize, 0), (" 1\r\na\r\n", .invalidChunkSize, 0),
        ("0x1\r\na\r\n", .invalidChunkSize, 0), ("-1\r\n", .invalidChunkSize, 0), ("1 \r\na\r\n", .invalidChunkSize, 0),
        ("1;\0\r\na\r\n", .invalidChunkSize, 0), ("FFFFFFFFFFFFFFFF\r\n", .chunkTooLong, 0),
        ("10000000000000000\r\n", .chunkTooLong, 0), ("1\na\n", .bareLineFeed, 1), ("1\ra\r\n", .bareCarriageReturn, 1),
        ("1;a\n0\r\n\r\n", .bareLineFeed, 3), ("1\r\nab\r\n", .missingChunkEnd, 4),
        ("1\r\na\n0\r\n\r\n", .missingChunkEnd, 4),
        ("1\r\na\r0\r\n\r\n", .missingChunkEnd, 5), ("", .endedEarly(.chunkLine), 0), ("5", .endedEarly(.chunkLine), 1),
        ("5\r\nab", .endedEarly(.chunk(missing: 3)), 5), ("1\r\na", .endedEarly(.chunk(missing: 0)), 4),
        ("1\r\na\r\n", .endedEarly(.chunkLine), 6), ("0\r\n", .endedEarly(.trailers), 3),
        ("0\r\nA: 1\r\n", .endedEarly(.trailers), 9), ("0\r\nA\r\n\r\n", .missingColon, 3),
    ]

    @Test(arguments: chunkErrors)
    func unsoundChunkIsAnErrorWithItsPlace(_ body: String, reason: HTTPWireError.Reason, offset: Int) {
        let head = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n".crlf
        let parsed = Parsed(head + body, as: .response)
        #expect(parsed.failure == HTTPWireError(reason, at: head.utf8.count + offset))
    }

    @Test func loneLineEndsInAHeadAreErrorsWithTheirPlace() {
        #expect(Parsed("GET / HTTP/1.1\n\n", as: .request).failure == HTTPWireError(.bareLineFeed, at: 14))
        #expect(
            Parsed("GET / HTTP/1.1\r\nA: 1\r2\r\n\r\n", as: .request).failure
                == HTTPWireError(.bareCarriageReturn, at: 20))
    }

    @Test func linesHeadsFieldsAndInterimResponsesAreBounded() {
        let limits = HTTPMessageParser.Limits(lineBytes: 40, headBytes: 100, fieldLines: 3, interimResponses: 2)
        let long = String(repeating: "x", count: 40)
        #expect(
            Parsed("GET /\(long)", as: .request, limits: limits).failure
                == HTTPWireError(.lineTooLong(limit: 40), at: 40))
        let fields = "A: 1234567890123456789012345678901\n"
        #expect(
            Parsed("GET / HTTP/1.1\n\(fields)\(fields)\(fields)\n".crlf, as: .request, limits: limits).failure
                == HTTPWireError(.headTooLong(limit: 100), at: 100))
        #expect(
            Parsed("GET / HTTP/1.1\nA:\nB:\nC:\nD:\n\n".crlf, as: .request, limits: limits).failure?.reason
                == .tooManyFieldLines(limit: 3))
        #expect(
            Parsed(String(repeating: "HTTP/1.1 100 x\n\n", count: 3).crlf, as: .response, limits: limits).failure?
                .reason
                == .tooManyInterimResponses(limit: 2))
        #expect(
            Parsed(String(repeating: "\n", count: 51).crlf, as: .request, limits: limits).failure?.reason
                == .headTooLong(limit: 100))
        let chunk = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1;\(long)\na\n".crlf
        #expect(Parsed(chunk, as: .response, limits: limits).failure?.reason == .lineTooLong(limit: 40))
    }

    @Test func everyCutGivesTheSamePartsAndTheSameError() {
        let chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n".crlf
        var inputs = Self.errors.map { ($0.0.crlf, $0.1) } + Self.chunkErrors.map { (chunked + $0.0, .response) }
        inputs.append((chunked + "5;a=b\r\nhello\r\n1\r\nx\r\n0\r\nA: b\r\n\r\nmore", .response))
        inputs.append(("HTTP/1.1 100 x\n\nHTTP/1.1 200 OK\nA: 1\n 2\nContent-Length: 3\n\nabcd".crlf, .response))
        inputs.append(("\nPOST / HTTP/1.1\nContent-Length: 3\n\nabcd".crlf, .request))
        inputs.append(("HTTP/1.1 200 OK\n\nuntil\nthe end".crlf, .response))
        let limits = HTTPMessageParser.Limits(lineBytes: 60, headBytes: 90, fieldLines: 2, interimResponses: 2)
        for (text, kind) in inputs {
            let bytes = Array(text.utf8)
            for limits in [HTTPMessageParser.Limits(), limits] {
                let whole = Parsed([bytes], as: kind, limits: limits)
                for cut in 0...bytes.count {
                    #expect(
                        Parsed([bytes[..<cut], bytes[cut...]], as: kind, limits: limits) == whole, "\(text) \(cut)")
                }
                #expect(Parsed(bytes.map { CollectionOfOne($0) }, as: kind, limits: limits) == whole, "\(text)")
            }
        }
    }

    @Test func foreignBytesNeverCrashAndParseAlikeHoweverTheyAreCut() {
        var numbers = SeededNumbers(seed: 11)
        let words = [
            "HTTP/1.1 ", "200", " OK", "\r\n", "\r\n\r\n", "\r", "\n", ":", " ", "Content-Length: 3",
            "Transfer-Encoding: chunked",
            "3", "0", "abc", "GET / HTTP/1.1", "\0", "ä", ";x=y", "100",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        ]
        for round in 0..<600 {
            let bytes = (0..<12).flatMap { _ in Array((words.randomElement(using: &numbers) ?? "").utf8) }
            for kind in [HTTPMessageParser.Kind.request, .response] {
                #expect(Parsed([bytes], as: kind) == Parsed(numbers.cut(bytes), as: kind), "round \(round)")
            }
        }
    }

    @Test func partsBeforeAnErrorComeFirst() throws {
        var parser = HTTPMessageParser(.response)
        let parts = try parser.consume("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".utf8)
        #expect(parts.count == 1)
        let failure = try #require(parser.failure)
        #expect(failure.reason == .invalidChunkSize)
        #expect(throws: failure) { try parser.consume("more".utf8) }
        #expect(throws: failure) { try parser.finish() }
    }

    @Test func messageIsCompleteWithItsLastByte() throws {
        var parser = HTTPMessageParser(.response)
        _ = try parser.consume("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n".utf8)
        #expect(!parser.isComplete)
        _ = try parser.consume("a".utf8)
        #expect(parser.isComplete)
        #expect(try parser.finish().isEmpty)
    }
}
