/// A piece of an HTTP message, with its place in the byte stream.
public struct MessagePart: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case requestHead(RequestHead)
        /// An interim (1xx) head may come before the final one.
        case responseHead(ResponseHead)
        /// The line before a chunk's data: size, extensions, CR LF. Size 0 is the last chunk.
        case chunkHead(size: Int)
        /// Some bytes of the body, without framing. How a body is divided follows from how the input was cut.
        case body([UInt8])
        /// The CR LF after a chunk's data.
        case chunkEnd
        /// What follows the last chunk, with its empty line; often no field at all.
        case trailers(FieldLines)
        /// The message is complete. Its range is empty.
        case end
    }

    /// Offsets in the whole stream of bytes.
    public var range: Range<Int>
    public var content: Content

    public init(range: Range<Int>, content: Content) {
        self.range = range
        self.content = content
    }
}

extension Sequence<MessagePart> {
    /// The parts, adjoining pieces of body made one: what stays the same however the input was cut.
    public func joiningBodies() -> [MessagePart] {
        var result: [MessagePart] = []
        var body: [UInt8] = []
        var bodyRange = 0..<0
        func flush() {
            if !body.isEmpty { result.append(MessagePart(range: bodyRange, content: .body(body))) }
            body = []
        }
        for part in self {
            guard case .body(let bytes) = part.content else {
                flush()
                result.append(part)
                continue
            }
            if body.isEmpty || bodyRange.upperBound != part.range.lowerBound {
                flush()
                bodyRange = part.range
            } else {
                bodyRange = bodyRange.lowerBound..<part.range.upperBound
            }
            body += bytes
        }
        flush()
        return result
    }

    /// The body without framing.
    public var body: [UInt8] {
        reduce(into: []) { bytes, part in if case .body(let more) = part.content { bytes += more } }
    }
}
