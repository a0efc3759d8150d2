import HTTPWire

/// Takes the secrets out of one direction of an exchange, a key that reads or chunks cut apart among them.
///
/// Every byte stays or becomes an asterisk, so what is left parses as before.
struct StreamRedaction {
    /// What became of each write or read.
    let pieces: [[UInt8]]
    /// The keys that the request's head held.
    let secrets: [[UInt8]]

    init(request pieces: [[UInt8]]) {
        let stream = pieces.flatMap { $0 }
        let parts = Self.parts(of: stream, HTTPMessageParser(.request))
        let heads = Self.heads(parts, stream)
        let spans = heads.flatMap { head in FieldSpan.all(in: stream, head) }
        secrets = spans.compactMap { span in span.kind.secret(in: stream[span.value]) }
        self.pieces = Self.redacted(pieces, stream, parts, heads, SecretFinder(knownSecrets: secrets))
    }

    /// - Parameter secrets: the keys that the request held, which the response may echo.
    init(response pieces: [[UInt8]], toMethod method: String?, secrets: [[UInt8]]) {
        let stream = pieces.flatMap { $0 }
        let parts = Self.parts(of: stream, HTTPMessageParser(.response, toMethod: method))
        self.secrets = secrets
        self.pieces = Self.redacted(
            pieces, stream, parts, Self.heads(parts, stream), SecretFinder(knownSecrets: secrets))
    }

    private static func parts(of stream: [UInt8], _ parser: HTTPMessageParser) -> [MessagePart] {
        var parser = parser
        return (try? parser.consume(stream)) ?? []
    }

    /// The ranges that hold field lines. What is no HTTP, or a head cut short, may still hold a credential's line.
    private static func heads(_ parts: [MessagePart], _ stream: [UInt8]) -> [Range<Int>] {
        var heads = parts.compactMap { part in
            switch part.content {
            case .requestHead, .responseHead, .trailers: part.range
            default: nil
            }
        }
        if parts.last?.content != .end {
            heads.append((parts.last?.range.upperBound ?? 0)..<stream.count)
        }
        return heads
    }

    private static func redacted(
        _ pieces: [[UInt8]], _ stream: [UInt8], _ parts: [MessagePart], _ heads: [Range<Int>], _ finder: SecretFinder
    ) -> [[UInt8]] {
        var stream = stream
        // A key in a body may lie in several chunks: it is looked for in the body, and masked where its bytes are.
        var body = parts.body
        Redaction.mask(finder.findings(in: body), in: &body)
        var rest = body[...]
        for part in parts {
            guard case .body = part.content else { continue }
            stream.replaceSubrange(part.range, with: rest.prefix(part.range.count))
            rest = rest.dropFirst(part.range.count)
        }
        for span in heads.flatMap({ FieldSpan.all(in: stream, $0) }) {
            Redaction.mask(span.kind.findings(in: stream, span.value, finder), in: &stream)
        }
        // The rest: start lines, framing, and what follows the message or is none.
        Redaction.mask(finder.findings(in: stream), in: &stream)

        var start = 0
        return pieces.map { piece in
            defer { start += piece.count }
            return Array(stream[start..<(start + piece.count)])
        }
    }
}

/// The value of a field line, and how it holds secrets.
struct FieldSpan {
    var kind: SecretField
    var value: Range<Int>

    /// The field lines in a head, its first line left out. Lenient, for what a parser refuses may hold a key too.
    static func all(in stream: [UInt8], _ head: Range<Int>) -> [FieldSpan] {
        var spans: [FieldSpan] = []
        var start = head.lowerBound
        while start < head.upperBound {
            let end = stream[start..<head.upperBound].firstIndex(of: 0x0A) ?? head.upperBound
            defer { start = end + 1 }
            let line = stream[start..<end]
            if let first = line.first, first == 0x20 || first == 0x09, let last = spans.last {
                // A folded line belongs to the one before. How it goes on is not known, so nothing of it is shown.
                let kind: SecretField = if case .none = last.kind { .none } else { .key }
                if let value = trimmed(line) { spans.append(FieldSpan(kind: kind, value: value)) }
            } else if let colon = line.firstIndex(of: 0x3A), let value = trimmed(line[(colon + 1)...]) {
                let name = String(decoding: line[..<colon], as: UTF8.self).filter { $0 != " " && $0 != "\t" }
                spans.append(FieldSpan(kind: SecretField(name), value: value))
            }
        }
        return spans
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> Range<Int>? {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        guard let first = line.firstIndex(where: { !isBlank($0) }), let last = line.lastIndex(where: { !isBlank($0) })
        else { return nil }
        return first..<(last + 1)
    }
}
