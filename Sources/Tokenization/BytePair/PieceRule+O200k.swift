/// The split of o200k_base, these joined by `|`:
///
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     \p{N}{1,3}
///      ?[^\s\p{L}\p{N}]+[\r\n/]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// What a backtracking engine would try in vain is worked out here from the classes alone.
enum O200kRule: PieceRule {
    private static let word: CharacterClass = [.letter, .mark]
    private static let upperPart: CharacterClass = [.upper, .uncased, .mark]
    private static let lowerPart: CharacterClass = [.lower, .uncased, .mark]
    private static let bothParts: CharacterClass = [.uncased, .mark]

    @inline(__always)
    static func endOfPiece(from start: Int, in text: ClassReader) -> Int {
        let (kind, length) = text.character(at: start)
        let next = start &+ length
        if kind.isIn(.letter) { return endOfWord(from: start, prefix: [], in: text) }
        if kind.isIn(.number) { return text.endOfThreeNumbers(at: start, length: length) }
        if kind.isIn(.newline) { return text.endOfWhitespace(from: start, .lineBreaksFirst) }
        var symbols = next
        if next < text.end {
            let (second, length) = text.character(at: next)
            if second.isIn(word) { return endOfWord(from: next, prefix: kind, in: text) }
            if second.isIn(.other) { symbols = next &+ length }
        }
        // A mark that no letter or mark follows is a word by itself.
        if kind.isIn(.mark) { return endOfContraction(from: next, in: text) }
        if kind.isIn(.other) || (symbols > next && text.base[start] == 0x20) {
            return text.endOfLineBreaks(from: text.endOfRun(of: .symbol, from: symbols), slashes: true)
        }
        return text.endOfWhitespace(from: start, .lineBreaksFirst)
    }

    /// The end of the first or second alternative, whose letters begin at `start` after a character of class `prefix`.
    @inline(__always)
    private static func endOfWord(from start: Int, prefix: CharacterClass, in text: ClassReader) -> Int {
        var index = start
        var afterBoth = -1
        while index < text.end {
            let (kind, length) = text.character(at: index)
            if !kind.isIn(upperPart) {
                if !kind.isIn(.lower) { break }
                return endOfContraction(from: text.endOfRun(of: lowerPart, from: index &+ length), in: text)
            }
            index &+= length
            if kind.isIn(bothParts) { afterBoth = index }
        }
        // No lower case letter followed: the first part gives back characters until the second can have one.
        if afterBoth >= 0 { return endOfContraction(from: afterBoth, in: text) }
        // Capitals alone. A mark before them is tried as a word of its own before the second alternative is.
        return prefix.isIn(.mark) ? start : endOfContraction(from: index, in: text)
    }

    @inline(__always)
    private static func endOfContraction(from index: Int, in text: ClassReader) -> Int {
        guard index < text.end, text.base[index] == UInt8(ascii: "'") else { return index }
        return index &+ text.contractionLength(at: index, folding: true, longS: true)
    }
}
