/// The split of cl100k_base:
///
///     '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s
enum Cl100kRule: PieceRule {
    @inline(__always)
    static func endOfPiece(from start: Int, in text: ClassReader) -> Int {
        text.endOfCl100kPiece(from: start, longS: true, .wholeAtEnd)
    }
}

/// The split of Llama 3, as llama.cpp writes it:
///
///     (?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|
///      ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
enum Llama3Rule: PieceRule {
    @inline(__always)
    static func endOfPiece(from start: Int, in text: ClassReader) -> Int {
        text.endOfCl100kPiece(from: start, longS: false, .lineBreaksFirst)
    }
}

extension ClassReader {
    @inline(__always)
    fileprivate func endOfCl100kPiece(from start: Int, longS: Bool, _ whitespace: WhitespaceRule) -> Int {
        let (kind, length) = character(at: start)
        let next = start &+ length
        if kind.isIn(.letter) { return endOfRun(of: .letter, from: next) }
        if kind.isIn(.number) { return endOfThreeNumbers(at: start, length: length) }
        if kind.isIn(.newline) { return endOfWhitespace(from: start, whitespace) }
        if base[start] == UInt8(ascii: "'") {
            let length = contractionLength(at: start, folding: true, longS: longS)
            if length > 0 { return start &+ length }
        }
        // Anything but a line break may go before a word, and a space before a run of symbols.
        var symbols = next
        if next < end {
            let (second, length) = character(at: next)
            if second.isIn(.letter) { return endOfRun(of: .letter, from: next &+ length) }
            if second.isIn(.symbol) { symbols = next &+ length }
        }
        if kind.isIn(.symbol) || (symbols > next && base[start] == 0x20) {
            return endOfLineBreaks(from: endOfRun(of: .symbol, from: symbols), slashes: false)
        }
        return endOfWhitespace(from: start, whitespace)
    }
}
