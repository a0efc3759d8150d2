/// How the end of a body is found (RFC 9112 section 6.3).
enum BodyLength: Hashable, Sendable {
    case fixed(Int)
    case chunked
    case untilClose

    init(of head: RequestHead) throws(ReasonError) {
        if let isChunked = try Self.transferEncoding(head.fields, version: head.version) {
            // Rule 4: the length of a request that is not chunked last cannot be known.
            guard isChunked else { throw ReasonError(.invalidTransferEncoding) }
            self = .chunked
        } else {
            self = .fixed(try Self.contentLength(head.fields) ?? 0)
        }
    }

    /// - Parameter method: the request's method, which decides for HEAD and CONNECT.
    init(of head: ResponseHead, toMethod method: String?) throws(ReasonError) {
        let hasNoBody =
            method == "HEAD" || (100..<200).contains(head.status) || head.status == 204 || head.status == 304
        let beginsTunnel = method == "CONNECT" && (200..<300).contains(head.status)
        if hasNoBody || beginsTunnel {
            self = .fixed(0)
        } else if let isChunked = try Self.transferEncoding(head.fields, version: head.version) {
            self = isChunked ? .chunked : .untilClose
        } else if let length = try Self.contentLength(head.fields) {
            self = .fixed(length)
        } else {
            self = .untilClose
        }
    }

    /// Whether the message is chunked last; `nil` if it has no `Transfer-Encoding`.
    private static func transferEncoding(_ fields: FieldLines, version: String) throws(ReasonError) -> Bool? {
        guard fields["Transfer-Encoding"] != nil else { return nil }
        guard fields["Content-Length"] == nil else { throw ReasonError(.contentLengthWithTransferEncoding) }
        guard version != "HTTP/1.0" else { throw ReasonError(.transferEncodingInHTTP10) }
        let codings = fields.listMembers(named: "Transfer-Encoding")
        let chunked = codings.indices.filter { ASCII.equalIgnoringCase(codings[$0], "chunked") }
        guard !codings.isEmpty, chunked.count <= 1 else { throw ReasonError(.invalidTransferEncoding) }
        guard let place = chunked.first else { return false }
        // RFC 9112 section 6.1: chunked is applied last, or its end could not be seen.
        guard place == codings.count - 1 else { throw ReasonError(.invalidTransferEncoding) }
        return true
    }

    private static func contentLength(_ fields: FieldLines) throws(ReasonError) -> Int? {
        let values = fields.values(named: "Content-Length")
        guard !values.isEmpty else { return nil }
        var length: Int?
        // Rule 5: a list of one and the same number counts as that number.
        for member in values.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let digits = ASCII.trimmed(Array(member.utf8))
            guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit), let number = Int(ASCII.text(digits)) else {
                throw ReasonError(.invalidContentLength)
            }
            guard length == nil || length == number else { throw ReasonError(.conflictingContentLengths) }
            length = number
        }
        return length
    }
}
