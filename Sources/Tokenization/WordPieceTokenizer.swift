/// The tokenizer of uncased BERT models: words, each cut into the longest pieces of a vocabulary from left to right.
///
/// The token ids equal those of Hugging Face's `tokenizers` for every text, special-token text taken as plain. The text
/// cannot be had back from the tokens: case, accents and white space are gone.
public struct WordPieceTokenizer: Tokenizer {
    public let vocabulary: WordPieceVocabulary

    /// A word of more characters than this has no pieces: it is `[UNK]`.
    public static let longestWord = 100

    public init(vocabulary: WordPieceVocabulary) { self.vocabulary = vocabulary }

    public var vocabularySize: Int { vocabulary.count }

    public func encode(_ text: String) -> [TokenID] { encode(text, limit: .max) }

    /// What a model reads: `[CLS]`, the first tokens of the text, `[SEP]`; at most `limit` in all, which must be 2 or more.
    public func encodeInput(_ text: String, limit: Int) -> [TokenID] {
        precondition(limit >= 2, "there is no room for [CLS] and [SEP]")
        return [vocabulary.special.classification] + encode(text, limit: limit - 2) + [vocabulary.special.separator]
    }

    public func bytes(of token: TokenID) -> [UInt8] {
        let special = vocabulary.special
        guard ![special.unknown, special.classification, special.separator].contains(token) else { return [] }
        return Array(vocabulary.piece(token))
    }

    private func encode(_ text: String, limit: Int) -> [TokenID] {
        var tokens: [TokenID] = []
        WordPieceWords.forEach(in: text) { word in
            appendPieces(of: word, to: &tokens)
            return tokens.count < limit
        }
        return tokens.count > limit ? Array(tokens.prefix(limit)) : tokens
    }

    private func appendPieces(of word: ArraySlice<UInt8>, to tokens: inout [TokenID]) {
        let before = tokens.count
        var start = word.startIndex
        let isTooLong =
            word.count > Self.longestWord
            && word.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } > Self.longestWord
        while !isTooLong, start < word.endIndex, let (id, end) = vocabulary.longestPiece(of: word, from: start) {
            tokens.append(id)
            start = end
        }
        if start < word.endIndex {
            // One part without a piece, and the whole word is unknown.
            tokens.removeSubrange(before...)
            tokens.append(vocabulary.special.unknown)
        }
    }
}
