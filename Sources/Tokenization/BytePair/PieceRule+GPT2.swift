/// The split of GPT-2:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
enum GPT2Rule: PieceRule {
    @inline(__always)
    static func endOfPiece(from start: Int, in text: ClassReader) -> Int {
        text.endOfGPT2Piece(from: start, numbersAlone: false)
    }
}

/// The split of SmolLM: every `\p{N}` on its own, and what lies between as ``GPT2Rule`` has it.
enum SmolLMRule: PieceRule {
    @inline(__always)
    static func endOfPiece(from start: Int, in text: ClassReader) -> Int {
        text.endOfGPT2Piece(from: start, numbersAlone: true)
    }
}

extension ClassReader {
    @inline(__always)
    fileprivate func endOfGPT2Piece(from start: Int, numbersAlone: Bool) -> Int {
        var (kind, length) = character(at: start)
        var next = start &+ length
        if base[start] == 0x20, next < end {
            let second = character(at: next)
            if !second.kind.isIn(numbersAlone ? [.whitespace, .number] : .whitespace) {
                kind = second.kind
                next &+= second.length
            }
        } else if base[start] == UInt8(ascii: "'") {
            let length = contractionLength(at: start, folding: false)
            if length > 0 { return start &+ length }
        }
        if kind.isIn(.letter) { return endOfRun(of: .letter, from: next) }
        if kind.isIn(.symbol) { return endOfRun(of: .symbol, from: next) }
        if kind.isIn(.number) { return numbersAlone ? next : endOfRun(of: .number, from: next) }
        return endOfWhitespace(from: start, numbersAlone ? .beforeNumbers : .plain)
    }
}
