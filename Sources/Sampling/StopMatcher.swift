/// Finds stop strings in text that arrives in pieces, and holds back what might be the beginning of one.
///
/// The match that begins earliest in the whole text wins; of several that begin there, the shortest, for it is complete
/// first. The result does not depend on how the text was cut. Neither the stop string nor anything after it is ever
/// released. Strings are compared byte for byte in UTF-8, so `é` in one character and `é` in two differ.
///
/// Takes time linear in the text for each stop string (Knuth, Morris and Pratt 1977), however the strings overlap.
///
///     var matcher = try StopMatcher(["\n\n", "END"])
///     matcher.consume("the E")     // release "the ", nothing matched
///     matcher.consume("ND is near") // release "", matched "END"
public struct StopMatcher: Sendable {
    private struct Pattern: Sendable {
        let text: String
        let bytes: [UInt8]
        /// For each length, the longest proper beginning of the pattern that also ends its first `length` bytes.
        let borders: [Int]
        /// How many bytes of the pattern the text so far ends with.
        var matched = 0

        init(_ text: String) {
            self.text = text
            bytes = Array(text.utf8)
            var borders = [Int](repeating: 0, count: bytes.count + 1)
            var border = 0
            for index in bytes.indices.dropFirst() {
                while border > 0, bytes[index] != bytes[border] { border = borders[border] }
                if bytes[index] == bytes[border] { border += 1 }
                borders[index + 1] = border
            }
            self.borders = borders
        }

        /// Takes one byte of text; true if the pattern is complete with it.
        mutating func advance(_ byte: UInt8) -> Bool {
            if matched == bytes.count { matched = borders[matched] }
            while matched > 0, bytes[matched] != byte { matched = borders[matched] }
            if bytes[matched] == byte { matched += 1 }
            return matched == bytes.count
        }
    }

    private var patterns: [Pattern]
    private var held: [UInt8] = []
    /// The offset in the text of the first byte held back.
    private var heldStart = 0
    private var position = 0
    private var best: (start: Int, text: String)?

    /// The stop string that ended the text, once it is certain.
    public private(set) var matched: String?
    /// What came from where the stop string begins: never released. Empty until one is found.
    public private(set) var discarded = ""

    /// Throws ``SamplingError/emptyStopString(position:)`` if one of `stops` is empty. No stops at all are allowed.
    public init(_ stops: [String]) throws(SamplingError) {
        if let position = stops.firstIndex(where: \.isEmpty) { throw .emptyStopString(position: position) }
        patterns = stops.map { Pattern($0) }
    }

    /// Takes the next piece of text. Gives the text that is now certain to be before any stop string, and the stop
    /// string if it is certain that one was found. After that nothing more is released.
    public mutating func consume(_ text: String) -> (release: String, matched: String?) {
        guard matched == nil else { return ("", nil) }
        if patterns.isEmpty { return (text, nil) }
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            held.append(byte)
            position += 1
            advance(byte)
            if let best, earliestOpenStart >= best.start { return end(with: best, before: rest) }
        }
        return (release(upTo: min(best?.start ?? position, earliestOpenStart)), nil)
    }

    /// Says that no more text follows. Gives the text held back, and the stop string if one was found that an earlier,
    /// longer one might still have replaced.
    public mutating func finish() -> (release: String, matched: String?) {
        guard matched == nil else { return ("", nil) }
        if let best { return end(with: best, before: ""[...].utf8) }
        return (release(upTo: position), nil)
    }

    /// The text held back, because it may be the beginning of a stop string.
    public var pending: String { matched == nil ? String(decoding: held, as: UTF8.self) : "" }

    /// The stop strings that the text held back may be the beginning of.
    public var openStops: [String] {
        guard matched == nil, !held.isEmpty else { return [] }
        return patterns.filter { $0.matched > 0 }.map(\.text)
    }

    private mutating func advance(_ byte: UInt8) {
        for index in patterns.indices where patterns[index].advance(byte) {
            let start = position - patterns[index].bytes.count
            if start < best?.start ?? .max { best = (start, patterns[index].text) }
        }
    }

    /// Where the longest beginning of a stop string that is not yet complete starts.
    private var earliestOpenStart: Int {
        var start = position
        for pattern in patterns {
            let open = pattern.matched == pattern.bytes.count ? pattern.borders[pattern.matched] : pattern.matched
            start = min(start, position - open)
        }
        return start
    }

    private mutating func end(
        with match: (start: Int, text: String), before rest: Substring.UTF8View
    ) -> (release: String, matched: String?) {
        let text = release(upTo: match.start)
        discarded = String(decoding: held + rest, as: UTF8.self)
        held = []
        matched = match.text
        return (text, match.text)
    }

    private mutating func release(upTo end: Int) -> String {
        let count = end - heldStart
        guard count > 0 else { return "" }
        let text = String(decoding: held.prefix(count), as: UTF8.self)
        held.removeFirst(count)
        heldStart = end
        return text
    }
}
