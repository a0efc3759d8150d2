/// An encoding that OpenAI's models use, as tiktoken defines it (`tiktoken_ext/openai_public.py`).
public enum TiktokenEncoding: String, CaseIterable, Sendable {
    case cl100kBase = "cl100k_base"
    case o200kBase = "o200k_base"

    public var preTokenizer: PreTokenizer {
        switch self {
        case .cl100kBase: .cl100k
        case .o200kBase: .o200k
        }
    }

    /// The number of tokens in the published rank file.
    public var rankCount: Int {
        switch self {
        case .cl100kBase: 100_256
        case .o200kBase: 199_998
        }
    }

    public var specialTokens: [SpecialToken] {
        switch self {
        case .cl100kBase:
            [
                SpecialToken(text: "<|endoftext|>", id: 100_257),
                SpecialToken(text: "<|fim_prefix|>", id: 100_258),
                SpecialToken(text: "<|fim_middle|>", id: 100_259),
                SpecialToken(text: "<|fim_suffix|>", id: 100_260),
                SpecialToken(text: "<|endofprompt|>", id: 100_276),
            ]
        case .o200kBase:
            [
                SpecialToken(text: "<|endoftext|>", id: 199_999),
                SpecialToken(text: "<|endofprompt|>", id: 200_018),
            ]
        }
    }
}

extension BytePairTokenizer {
    /// The tokenizer of an encoding whose published rank file holds the bytes `ranks`. They are not kept.
    ///
    /// - Throws: ``BytePairError``, also for a file that is well-formed but has fewer or more tokens than the encoding.
    public init(_ encoding: TiktokenEncoding, ranks: UnsafeRawBufferPointer) throws(BytePairError) {
        try self.init(ranks: ranks, preTokenizer: encoding.preTokenizer, specialTokens: encoding.specialTokens)
        guard rankedCount == encoding.rankCount else {
            throw .wrongCount(found: rankedCount, expected: encoding.rankCount)
        }
    }

    /// A tokenizer with the mergeable ranks of a file such as tiktoken reads.
    ///
    /// - Throws: ``BytePairError``, for a file of another shape, with two equal tokens, or without some single byte.
    public init(
        ranks: UnsafeRawBufferPointer, preTokenizer: PreTokenizer, specialTokens: [SpecialToken]
    ) throws(BytePairError) {
        let vocabulary = try RankFile.vocabulary(ranks)
        let index = try TokenIndex(vocabulary)
        for byte in 0..<256 where index.ofByte.base[byte] < 0 { throw .missingByte(UInt8(byte)) }
        self.init(
            vocabulary: vocabulary,
            encoder: BytePairEncoder(
                index: index, merges: .ranks(RankMerges(index, vocabulary)), preTokenizer: preTokenizer),
            specials: try SpecialTokens(specialTokens), alwaysRead: try SpecialTokens([]))
    }
}
