/// What is wrong with an HTTP message, and where.
///
/// The description names what was found, but never quotes a target or a field's value: they may hold a key.
public struct HTTPWireError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case invalidRequestLine
        case invalidStatusLine
        case invalidMethod
        case invalidTarget
        /// Another version than HTTP/1.x.
        case unsupportedVersion
        case invalidFieldName
        case invalidFieldValue(name: String)
        /// A field line without a colon.
        case missingColon
        /// Whitespace between a field's name and its colon (RFC 9112 section 5.1).
        case whitespaceBeforeColon
        /// A line that continues the one before, in a request (RFC 9112 section 5.2).
        case obsoleteFolding
        /// A line feed without the carriage return before it, or the reverse (RFC 9112 section 2.2).
        case bareLineFeed, bareCarriageReturn
        case lineTooLong(limit: Int)
        case headTooLong(limit: Int)
        case tooManyFieldLines(limit: Int)
        case tooManyInterimResponses(limit: Int)
        case invalidContentLength
        /// `Content-Length` twice, with different values.
        case conflictingContentLengths
        /// Both `Content-Length` and `Transfer-Encoding`: a front and a back server may disagree on where the message
        /// ends (RFC 9112 section 6.1).
        case contentLengthWithTransferEncoding
        /// `Transfer-Encoding` in HTTP/1.0 (RFC 9112 section 6.1).
        case transferEncodingInHTTP10
        /// A request whose last transfer coding is not `chunked`, or one that says `chunked` twice.
        case invalidTransferEncoding
        case invalidChunkSize
        case chunkTooLong
        /// Other bytes than CR LF after a chunk's data.
        case missingChunkEnd
        /// The connection ended before the message did.
        case endedEarly(Phase)
    }

    /// Where in a message its bytes ended.
    public enum Phase: Hashable, Sendable {
        /// Not one byte had come.
        case start
        case head
        /// A body of known length lacks so many bytes.
        case body(missing: Int)
        case chunkLine
        /// A chunk lacks so many bytes of data.
        case chunk(missing: Int)
        case trailers
    }

    public var reason: Reason
    /// The offset in the stream of the byte that shows the error; `nil` if no stream was read.
    public var offset: Int?

    public init(_ reason: Reason, at offset: Int? = nil) {
        self.reason = reason
        self.offset = offset
    }

    /// Whether the message was sound as far as it came.
    public var isEarlyEnd: Bool { if case .endedEarly = reason { true } else { false } }
}

extension HTTPWireError: CustomStringConvertible {
    public var description: String { (offset.map { "byte \($0): " } ?? "") + "\(reason)" }
}

extension HTTPWireError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidRequestLine:
            "the first line is no request line; it must be: method, one space, target, one space, HTTP/1.1"
        case .invalidStatusLine:
            "the first line is no status line; it must be: HTTP/1.1, one space, three digits, one space, a reason"
        case .invalidMethod: "the method is no token of letters, digits and !#$%&'*+-.^_`|~"
        case .invalidTarget: "the request target is empty, or holds a space, a control character or a byte beyond ASCII"
        case .unsupportedVersion: "the version is not HTTP/1.0 or HTTP/1.1"
        case .invalidFieldName: "a field name is empty or holds a character that no name may hold"
        case .invalidFieldValue(let name): "the value of field '\(name)' holds a control character"
        case .missingColon: "a field line has no colon"
        case .whitespaceBeforeColon: "a field name is followed by whitespace before its colon"
        case .obsoleteFolding: "a line begins with whitespace, which would continue the line before it"
        case .bareLineFeed: "a line feed (LF) without a carriage return (CR) before it; lines end with CR LF"
        case .bareCarriageReturn: "a carriage return (CR) within a line; lines end with CR LF"
        case .lineTooLong(let limit): "a line is longer than \(limit) bytes"
        case .headTooLong(let limit): "the head is longer than \(limit) bytes"
        case .tooManyFieldLines(let limit): "there are more than \(limit) field lines"
        case .tooManyInterimResponses(let limit): "there are more than \(limit) interim (1xx) responses"
        case .invalidContentLength: "Content-Length is no decimal number"
        case .conflictingContentLengths: "Content-Length is given twice, with different values"
        case .contentLengthWithTransferEncoding:
            "both Content-Length and Transfer-Encoding are given: where the message ends is ambiguous; send one of them"
        case .transferEncodingInHTTP10: "Transfer-Encoding is given in a message of HTTP/1.0, which does not know it"
        case .invalidTransferEncoding: "Transfer-Encoding does not end with 'chunked', or says it more than once"
        case .invalidChunkSize: "a chunk's size is no hexadecimal number followed by CR LF or an extension"
        case .chunkTooLong: "a chunk's size is larger than any message can be"
        case .missingChunkEnd: "a chunk's data is not followed by CR LF: its size is wrong"
        case .endedEarly(let phase): "the connection ended \(phase)"
        }
    }
}

extension HTTPWireError.Phase: CustomStringConvertible {
    public var description: String {
        switch self {
        case .start: "before a single byte had come"
        case .head: "within the head"
        case .body(let missing): "\(missing) bytes before the end of the body that Content-Length promised"
        case .chunkLine: "where a chunk's size was due: the last chunk (size 0) never came"
        case .chunk(let missing): "\(missing) bytes before the end of a chunk"
        case .trailers: "after the last chunk, before the empty line that ends the message"
        }
    }
}
