import HTTPWire

/// Both directions of an exchange, in the order of time, as lines in which every byte can be seen.
///
/// Each write and read begins with a line that tells its time and size; then come its bytes, divided at line feeds and
/// where their meaning changes. What a read cut apart stays apart. Secrets are redacted. Nothing here is made for one
/// kind of display: a line has a kind, not a colour.
public struct WireView: Hashable, Sendable {
    public enum Direction: String, Hashable, Sendable {
        case sent, received

        /// `→` for what was sent, `←` for what was received.
        public var marker: String { self == .sent ? "→" : "←" }
    }

    public enum Kind: String, Hashable, Sendable {
        /// The line that begins a write or a read: time and size.
        case boundary
        case startLine, field
        /// The empty line that ends a head or a trailer section.
        case headEnd
        /// Chunk sizes and the line ends after chunks: no part of the body.
        case framing
        case body
        /// Bytes after the message's end, or after an error in it.
        case surplus
        /// The last line: how the exchange ended.
        case ending
    }

    public struct Line: Hashable, Sendable {
        public var kind: Kind
        public var direction: Direction
        /// Nanoseconds since the exchange began.
        public var at: UInt64
        /// Printable text: CR and LF as ␍ and ␊, other bytes that cannot be shown as `\xNN`.
        public var text: String

        public init(kind: Kind, direction: Direction, at: UInt64, text: String) {
            self.kind = kind
            self.direction = direction
            self.at = at
            self.text = text
        }
    }

    public let lines: [Line]

    public init(_ exchange: Exchange) {
        let exchange = exchange.redacted()
        let reading = exchange.reading
        let sent = Self.lines(exchange.sent, .sent, WireSpan.spans(reading.requestParts))
        let received = Self.lines(exchange.received, .received, WireSpan.spans(reading.response.parts))
        var lines: [Line] = []
        var (writes, reads) = (sent[...], received[...])
        while let next = [writes.first, reads.first].compactMap({ $0 }).min(by: { $0.at < $1.at }) {
            // `min` gives the first of equals: what was sent comes before what was received at the same time.
            if next.direction == .sent { writes = writes.dropFirst() } else { reads = reads.dropFirst() }
            lines += next.lines
        }
        lines.append(
            Line(
                kind: .ending, direction: .received, at: exchange.endedAt,
                text: "\(TimeText.offset(exchange.endedAt)) \(Self.words(for: exchange.ending))"))
        self.lines = lines
    }

    private struct Block {
        var direction: Direction
        var at: UInt64
        var lines: [Line]
    }

    private static func lines(_ pieces: [TimedBytes], _ direction: Direction, _ spans: [WireSpan]) -> [Block] {
        var spans = spans[...]
        var start = 0
        return pieces.map { piece in
            let size = "\(piece.bytes.count) \(piece.bytes.count == 1 ? "byte" : "bytes")"
            let verb = direction == .sent ? "written" : "read"
            var block = Block(direction: direction, at: piece.at, lines: [])
            func add(_ kind: Kind, _ text: String) {
                block.lines.append(Line(kind: kind, direction: direction, at: piece.at, text: text))
            }
            add(.boundary, "\(TimeText.offset(piece.at)) \(size) \(verb)")
            let end = start + piece.bytes.count
            var index = start
            while index < end {
                while let span = spans.first, span.range.upperBound <= index { spans = spans.dropFirst() }
                let span = spans.first.flatMap { $0.range.contains(index) ? $0 : nil }
                let limit = min(span?.range.upperBound ?? spans.first?.range.lowerBound ?? end, end)
                let rest = piece.bytes[(index - start)..<(limit - start)]
                let line = rest.firstIndex(of: 0x0A).map { rest[...$0] } ?? rest
                let kind = span.map { $0.kind(at: index, line) } ?? .surplus
                add(kind, ByteText.visible(Redaction.shown(line, isField: kind == .field)))
                index += line.count
            }
            start = end
            return block
        }
    }

    private static func words(for ending: Exchange.Ending) -> String {
        switch ending {
        case .complete: "the response is complete"
        case .closedEarly: "the connection closed before the response was complete"
        case .cancelled: "cancelled"
        case .failed(let reason): "failed: \(ByteText.visible(reason.utf8))"
        }
    }
}

/// What a range of the stream is.
private struct WireSpan {
    enum Content { case head, trailers, framing, body }

    var range: Range<Int>
    var content: Content

    static func spans(_ parts: [MessagePart]) -> [WireSpan] {
        parts.compactMap { part in
            switch part.content {
            case .requestHead, .responseHead: WireSpan(range: part.range, content: .head)
            case .trailers: WireSpan(range: part.range, content: .trailers)
            case .chunkHead, .chunkEnd: WireSpan(range: part.range, content: .framing)
            case .body: WireSpan(range: part.range, content: .body)
            case .end: nil
            }
        }
    }

    func kind(at index: Int, _ line: ArraySlice<UInt8>) -> WireView.Kind {
        switch content {
        case .framing: .framing
        case .body: .body
        case .head where index == range.lowerBound: .startLine
        case .head, .trailers: line.elementsEqual([0x0D, 0x0A]) || line.elementsEqual([0x0A]) ? .headEnd : .field
        }
    }
}
