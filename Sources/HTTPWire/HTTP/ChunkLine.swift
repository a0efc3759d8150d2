/// The line before a chunk's data (RFC 9112 section 7.1): a size in hex, then perhaps extensions.
enum ChunkLine {
    static func size(_ line: [UInt8]) throws(ReasonError) -> Int {
        var size = 0
        var rest = line[...]
        guard let first = rest.first, ASCII.hexValue(first) != nil else { throw ReasonError(.invalidChunkSize) }
        while let digit = rest.first.flatMap(ASCII.hexValue) {
            let (product, overflow) = size.multipliedReportingOverflow(by: 16)
            // Half of what an Int holds: offsets behind the chunk must still be numbers.
            guard !overflow, product <= Int.max / 2 else { throw ReasonError(.chunkTooLong) }
            size = product + digit
            rest = rest.dropFirst()
        }
        // Section 7.1.1: extensions that are not known are ignored. Whitespace is allowed only before one.
        if !rest.isEmpty {
            let extensions = rest.drop(while: ASCII.isWhitespace)
            let isSound = extensions.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == ASCII.tab }
            guard extensions.first == 0x3B, isSound else { throw ReasonError(.invalidChunkSize) }
        }
        return size
    }
}

/// Makes the pieces of a chunked body (RFC 9112 section 7.1).
public enum ChunkWriter {
    /// One chunk with its framing; no bytes for an empty one, which would end the body.
    public static func chunk(_ data: some Collection<UInt8>) -> [UInt8] {
        guard !data.isEmpty else { return [] }
        return Array(String(data.count, radix: 16).utf8) + [ASCII.cr, ASCII.lf] + data + [ASCII.cr, ASCII.lf]
    }

    /// The last chunk, the trailers and the empty line that ends the message.
    public static func end(trailers: FieldLines = []) -> [UInt8] {
        var bytes: [UInt8] = [0x30, ASCII.cr, ASCII.lf]
        HeadWriter.write(trailers, to: &bytes)
        return bytes
    }
}
