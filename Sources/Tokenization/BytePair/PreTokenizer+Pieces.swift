extension PreTokenizer {
    /// The pieces that `text` is cut into, in order and without gaps. No token spans two of them.
    public func pieces(of text: String) -> [Substring] {
        var copy = text
        let ends = copy.withUTF8 { self.ends(in: $0) }
        var start = text.startIndex
        return ends.map { end in
            let next = text.utf8.index(text.startIndex, offsetBy: end)
            defer { start = next }
            return text[start..<next]
        }
    }

    /// The offsets at which the pieces of `text`, well-formed UTF-8, end.
    func ends(in text: UnsafeBufferPointer<UInt8>) -> [Int] {
        guard !text.isEmpty else { return [] }
        let reader = ClassReader(text)
        var ends: [Int] = []
        var end = 0
        while end < text.count {
            end =
                switch self {
                case .cl100k: Cl100kRule.endOfPiece(from: end, in: reader)
                case .o200k: O200kRule.endOfPiece(from: end, in: reader)
                case .smollm: SmolLMRule.endOfPiece(from: end, in: reader)
                case .gpt2: GPT2Rule.endOfPiece(from: end, in: reader)
                case .llama3: Llama3Rule.endOfPiece(from: end, in: reader)
                }
            ends.append(end)
        }
        return ends
    }
}
