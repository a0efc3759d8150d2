/// Finds secrets in bytes that come in pieces, with lines and columns. It keeps no more than a piece and its predecessor's end.
public struct SecretStream {
    public struct Place: Hashable, Sendable {
        /// From 1.
        public var line: Int
        /// From 1, in bytes.
        public var column: Int
    }

    private var pending: [UInt8] = []
    /// Where the first pending byte stands.
    private var place = Place(line: 1, column: 1)
    /// How many of the pending bytes were looked at already, and only stand there for what comes after them.
    private var done = 0

    /// How far before a secret something belongs to it: the name of an assignment.
    private static let lookBehind = 128

    public init() {}

    /// Reads on. With `isEnd` these are the last bytes.
    public mutating func read(
        _ bytes: some Collection<UInt8>, isEnd: Bool, found: (SecretMatch, Place) throws -> Void
    ) rethrows {
        pending += bytes
        var kept = 0
        let start = place
        let already = done
        let (matches, places) = pending.withUnsafeBufferPointer { bytes in
            let (matches, settled) = SecretDetector.matches(in: bytes, isEnd: isEnd, from: already)
            var cursor = start
            var position = 0
            let places = matches.map { match in
                cursor = Self.advance(cursor, over: bytes[position..<match.range.lowerBound])
                position = match.range.lowerBound
                return cursor
            }
            let next = min(bytes.count, max(settled, matches.last?.range.upperBound ?? 0))
            kept = max(0, next - Self.lookBehind)
            place = Self.advance(start, over: bytes[..<kept])
            done = next - kept
            return (matches, places)
        }
        for (match, place) in zip(matches, places) { try found(match, place) }
        pending.removeFirst(kept)
    }

    private static func advance(_ place: Place, over bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Place {
        var place = place
        var lastBreak: Int?
        for (index, byte) in zip(bytes.indices, bytes) where byte == 0x0A {
            place.line += 1
            lastBreak = index
        }
        place.column = lastBreak.map { bytes.endIndex - $0 } ?? place.column + bytes.count
        return place
    }
}
