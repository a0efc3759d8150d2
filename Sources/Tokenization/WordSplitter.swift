/// Cuts text into the pieces that become tokens, much as GPT-2's tokenizer does before it merges bytes.
///
/// In GPT-2's notation, with every digit on its own and every line break on its own:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?[\p{L}\p{M}]+| ?\p{N}| ?[^\s\p{L}\p{M}\p{N}]+|[\r\n]|[^\S\r\n]+(?!\S)|[^\S\r\n]+
///
/// The pieces joined are the text. Works on UTF-8 that is known to be well-formed, in time linear in its length.
struct WordSplitter {
    private enum Kind { case letter, number, newline, whitespace, other }

    let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The range of the next piece, or `nil` at the end.
    mutating func next() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        position = end(ofPieceAt: start)
        return start..<position
    }

    private func end(ofPieceAt start: Int) -> Int {
        if bytes[start] == UInt8(ascii: "'"), let length = contractionLength(at: start) { return start + length }
        let first = kind(at: start)
        if first.kind == .newline { return start + 1 }
        if first.kind != .whitespace { return end(ofRunAt: start, of: first.kind) }
        if bytes[start] == 0x20, start + 1 < bytes.count {
            let second = kind(at: start + 1)
            if second.kind != .whitespace && second.kind != .newline { return end(ofRunAt: start + 1, of: second.kind) }
        }
        return end(ofWhitespaceAt: start)
    }

    private func end(ofRunAt start: Int, of kind: Kind) -> Int {
        var end = start + self.kind(at: start).length
        if kind == .number { return end }
        while end < bytes.count {
            let next = self.kind(at: end)
            guard next.kind == kind else { break }
            end += next.length
        }
        return end
    }

    /// A run of blanks, but for a last space that belongs to the word after it.
    private func end(ofWhitespaceAt start: Int) -> Int {
        var end = start
        var lastLength = 0
        while end < bytes.count {
            let next = kind(at: end)
            guard next.kind == .whitespace else { break }
            lastLength = next.length
            end += lastLength
        }
        let belongsToNext = end < bytes.count && bytes[end - 1] == 0x20 && kind(at: end).kind != .newline
        return belongsToNext && end - 1 > start ? end - 1 : end
    }

    private func contractionLength(at start: Int) -> Int? {
        func byte(_ offset: Int) -> UInt8 { start + offset < bytes.count ? bytes[start + offset] : 0 }
        switch (byte(1), byte(2)) {
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _): return 2
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return 3
        default: return nil
        }
    }

    private func kind(at index: Int) -> (kind: Kind, length: Int) {
        let byte = bytes[index]
        if byte < 0x80 { return (Self.ascii(byte), 1) }
        guard let (scalar, length) = UTF8Sequence.scalar(in: bytes, at: index) else { return (.other, 1) }
        return (Self.kind(of: scalar), length)
    }

    private static func ascii(_ byte: UInt8) -> Kind {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        case 0x0A, 0x0D: .newline
        case 0x20, 0x09, 0x0B, 0x0C: .whitespace
        default: .other
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark:
            .letter
        case .decimalNumber, .letterNumber, .otherNumber: .number
        default: scalar.properties.isWhitespace ? .whitespace : .other
        }
    }
}
