import HTTPWire
import Testing

@Suite struct MessageWritingTests {
    @Test func requestIsWrittenAsItStands() throws {
        let request = try HTTPRequest(
            method: "POST", target: "/v1/messages",
            fields: [FieldLine("Host", "h:1"), FieldLine("x-Api-Key", "k"), FieldLine("content-length", "2")],
            body: Array("hi".utf8))
        #expect(
            String(decoding: request.bytes, as: UTF8.self)
                == "POST /v1/messages HTTP/1.1\nHost: h:1\nx-Api-Key: k\ncontent-length: 2\n\n".crlf + "hi")
    }

    @Test func writtenHeadsReadBack() throws {
        let response = ResponseHead(
            status: 404, reason: "Not Found", fields: [FieldLine("A", "1"), FieldLine("b", ""), FieldLine("A", "ä")])
        #expect(Parsed([response.bytes], as: .response, toMethod: "HEAD").contents == [.responseHead(response), .end])
        let request = RequestHead(method: "GET", target: "/", version: "HTTP/1.0", fields: [FieldLine("A", "b")])
        #expect(Parsed([request.bytes], as: .request).contents == [.requestHead(request), .end])
    }

    @Test(arguments: [
        ("G T", "/", "A", "b", HTTPWireError.Reason.invalidMethod), ("GET", "/ x", "A", "b", .invalidTarget),
        ("GET", "", "A", "b", .invalidTarget), ("GET", "/", "A:", "b", .invalidFieldName),
        ("GET", "/", "A", "b\r\nC: d", .invalidFieldValue(name: "A")), ("GET", "/\r\n", "A", "b", .invalidTarget),
    ])
    func partsThatWouldAddLinesAreRefused(
        method: String, target: String, name: String, value: String, reason: HTTPWireError.Reason
    ) {
        #expect(throws: HTTPWireError(reason)) {
            try HTTPRequest(method: method, target: target, fields: [FieldLine(name, value)])
        }
    }

    @Test func uncheckedPartsAddNoLinesEither() {
        var request = HTTPRequest(head: RequestHead(method: "GET", target: "/ HTTP/1.1\r\nX: y"))
        request.head.fields.append("A\r\nB", "c\r\n\r\nGET / HTTP/1.1")
        let text = String(decoding: request.bytes, as: UTF8.self)
        #expect(text.split(separator: "\r\n").count == 2)
    }

    @Test func chunksReadBack() {
        let head = ResponseHead(status: 200, reason: "OK", fields: [FieldLine("Transfer-Encoding", "chunked")])
        let bytes =
            head.bytes + ChunkWriter.chunk(Array("hello".utf8)) + ChunkWriter.chunk([])
            + ChunkWriter.chunk([UInt8](repeating: 0x61, count: 300)) + ChunkWriter.end(trailers: [FieldLine("A", "b")])
        let parsed = Parsed([bytes], as: .response)
        #expect(parsed.failure == nil)
        #expect(parsed.parts.body.count == 305)
        #expect(parsed.contents.suffix(2) == [.trailers([FieldLine("A", "b")]), .end])
    }

    @Test func descriptionsOfErrorsQuoteNoValue() {
        let secret = "sk-secret"
        for text in [
            "GET /?key=\(secret)\u{7F} HTTP/1.1\n\n", "GET / HTTP/1.1\nAuthorization: \(secret)\0\n\n",
            "GET / HTTP/1.1\nContent-Length: \(secret)\n\n", "\(secret)\n\n",
        ] {
            let failure = Parsed(text.crlf, as: .request).failure
            #expect(failure.map { "\($0)".contains("secret") } == false)
        }
    }
}

@Suite struct FieldLinesTests {
    @Test func lookingUpIgnoresCase() {
        let fields: FieldLines = [FieldLine("Content-Type", "a"), FieldLine("content-TYPE", "b")]
        #expect(fields["CONTENT-type"] == "a")
        #expect(fields.values(named: "content-type") == ["a", "b"])
        #expect(fields["Content"] == nil)
    }

    @Test func replacingKeepsPlaceAndNameAndRemovesDuplicates() {
        var fields: FieldLines = [FieldLine("Aa", "1"), FieldLine("B", "2"), FieldLine("aA", "3")]
        fields.replace("AA", with: "4")
        #expect(fields == [FieldLine("Aa", "4"), FieldLine("B", "2")])
        fields.replace("C", with: "5")
        #expect(fields.last == FieldLine("C", "5"))
        fields.removeAll(named: "b")
        #expect(fields.map(\.name) == ["Aa", "C"])
    }

    @Test func listMembersJoinAllLines() {
        let fields: FieldLines = [FieldLine("A", "x, y,,"), FieldLine("a", " z ")]
        #expect(fields.listMembers(named: "A") == ["x", "y", "z"])
    }
}
