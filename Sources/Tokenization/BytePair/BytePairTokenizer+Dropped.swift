extension BytePairTokenizer {
    /// The offsets of the bytes of `text` that no token stands for. ``encode(_:)`` leaves them out, as llama.cpp does.
    ///
    /// Always empty for tiktoken's encodings. SmolLM has no token for some control characters, nor for the first byte of
    /// what lies between U+40000 and U+BFFFF.
    public func droppedBytes(in text: String) -> [Int] {
        guard text.utf8.contains(where: { encoder.index.ofByte.base[Int($0)] < 0 }) else { return [] }
        let count = text.utf8.count
        // A key of a short piece is read as a whole word.
        let padded = Array(text.utf8) + Array(repeating: 0, count: PieceKey.readableLength)
        return padded.withUnsafeBufferPointer { padded in
            let text = UnsafeBufferPointer(rebasing: padded[..<count])
            var dropped: [Int] = []
            var start = 0
            while start < count {
                let special = alwaysRead.first(in: text, from: start)
                let end = special?.range.lowerBound ?? count
                append(droppedFrom: start, to: end, of: text, to: &dropped)
                start = special?.range.upperBound ?? count
            }
            return dropped
        }
    }

    private func append(
        droppedFrom start: Int, to end: Int, of text: UnsafeBufferPointer<UInt8>, to dropped: inout [Int]
    ) {
        var first = start
        for offset in preTokenizer.ends(in: UnsafeBufferPointer(rebasing: text[start..<end])) {
            let piece = first..<(start + offset)
            first = piece.upperBound
            if preTokenizer.takesWholePieces,
                encoder.index.token(text.baseAddress! + piece.lowerBound, length: piece.count) >= 0
            {
                continue
            }
            dropped += piece.filter { encoder.index.ofByte.base[Int(text[$0])] < 0 }
        }
    }
}
