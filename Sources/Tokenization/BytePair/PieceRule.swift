/// A pre-tokenizer: where text is cut before the pieces become tokens. No token spans two pieces.
///
/// Each is a hand-written equal of a regular expression. Pieces follow each other without a gap. Finding one takes time
/// linear in the bytes that the following two pieces hold, so that a whole text takes linear time.
protocol PieceRule {
    /// The end of the piece that begins at `start`, which is before the end of the text.
    static func endOfPiece(from start: Int, in text: ClassReader) -> Int
}

/// What becomes of a run of whitespace when nothing else has claimed its first character.
enum WhitespaceRule {
    /// `\s++$|\s*[\r\n]|\s+(?!\S)|\s`: a run at the end of the text is one piece.
    case wholeAtEnd
    /// `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the last line break first.
    case lineBreaksFirst
    /// `\s+(?!\S)|\s+`: line breaks are whitespace like any other.
    case plain
    /// As `plain`, in fragments that end before each number.
    case beforeNumbers
}

extension ClassReader {
    /// The end of the piece that begins with the whitespace at `start`.
    @inline(__always)
    func endOfWhitespace(from start: Int, _ rule: WhitespaceRule) -> Int {
        var index = start
        var last = start
        var afterNewline = start
        var following: CharacterClass = []
        while index < end {
            let (kind, length) = character(at: index)
            guard kind.isIn(.whitespace) else {
                following = kind
                break
            }
            last = index
            index &+= length
            if kind.isIn(.newline) { afterNewline = index }
        }
        switch rule {
        case .wholeAtEnd where index == end: return end
        case .wholeAtEnd, .lineBreaksFirst:
            if afterNewline > start { return afterNewline }
        case .plain: break
        case .beforeNumbers:
            if following.isIn(.number) { return index }
        }
        // `\s+(?!\S)`: all but the last, which goes with what follows; alone it is a piece.
        return index == end || last == start ? index : last
    }

    /// The length of a contraction such as `'s` or `'ll` at `index`, where an apostrophe stands; 0 if there is none.
    ///
    /// With `folding`, in any case, and then U+017F (ſ) is an s, as Unicode's case folding has it.
    @inline(__always)
    func contractionLength(at index: Int, folding: Bool, longS: Bool = false) -> Int {
        let fold: UInt8 = folding ? 0x20 : 0
        let first = byte(at: index &+ 1)
        switch first | fold {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "d"), UInt8(ascii: "m"): return 2
        case UInt8(ascii: "l"): return byte(at: index &+ 2) | fold == UInt8(ascii: "l") ? 3 : 0
        case UInt8(ascii: "v"), UInt8(ascii: "r"): return byte(at: index &+ 2) | fold == UInt8(ascii: "e") ? 3 : 0
        default: return longS && first == 0xC5 && byte(at: index &+ 2) == 0xBF ? 3 : 0
        }
    }
}
