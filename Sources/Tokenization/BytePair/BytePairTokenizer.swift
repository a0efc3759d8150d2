/// A byte-level byte-pair tokenizer: cl100k_base, o200k_base, SmolLM and their like.
///
/// Text is cut into pieces (see ``PreTokenizer``), and within each piece the neighbours that rank first are joined until
/// none can be. The ids are those of the reference, tiktoken or llama.cpp, for every string. Takes time near-linear in
/// the text's length, whatever the text: n log n for a single piece of n bytes.
///
///     let tokenizer = try BytePairTokenizer(.cl100kBase, ranks: rankFile)
///     tokenizer.encode("hello world")  // [15339, 1917]
///
/// Safe to use from any number of threads at once.
public struct BytePairTokenizer: Tokenizer {
    let vocabulary: BytePairVocabulary
    let encoder: BytePairEncoder
    let specials: SpecialTokens
    /// Those that are read even where the text is plain.
    let alwaysRead: SpecialTokens

    init(
        vocabulary: BytePairVocabulary, encoder: BytePairEncoder, specials: SpecialTokens, alwaysRead: SpecialTokens
    ) {
        self.vocabulary = vocabulary
        self.encoder = encoder
        self.specials = specials
        self.alwaysRead = alwaysRead
        let last = specials.all.map { Int($0.id) }.max() ?? -1
        vocabularySize = max(vocabulary.count, last + 1)
    }

    /// One more than the highest id; an encoding may leave some ids below it unused.
    public let vocabularySize: Int

    /// The number of tokens that have bytes of their own in the vocabulary.
    var rankedCount: Int { vocabulary.count }

    /// The special tokens, by id.
    public var specialTokens: [SpecialToken] { specials.all }

    /// How text is cut into pieces.
    public var preTokenizer: PreTokenizer { encoder.preTokenizer }

    // MARK: Text to tokens

    public func encode(_ text: String) -> [TokenID] { encode(text, allowingSpecial: false) }

    /// The tokens of `text`; with `allowingSpecial`, what is written like a special token becomes that token.
    ///
    /// Never allow it for text that somebody else wrote: it could end a message and begin one in another's name.
    public func encode(_ text: String, allowingSpecial: Bool) -> [TokenID] {
        var text = text
        return text.withUTF8 { encode(utf8: $0, allowingSpecial: allowingSpecial) }
    }

    /// The tokens of `text`, which must be well-formed UTF-8.
    func encode(utf8 text: UnsafeBufferPointer<UInt8>, allowingSpecial: Bool) -> [TokenID] {
        let specials = allowingSpecial ? specials : alwaysRead
        return Array(unsafeUninitializedCapacity: text.count) { output, count in
            var start = 0
            while start < text.count {
                let special = specials.first(in: text, from: start)
                let plain = UnsafeBufferPointer(rebasing: text[start..<(special?.range.lowerBound ?? text.count)])
                count += encoder.encode(plain, to: output.baseAddress! + count)
                if let special {
                    output[count] = special.id
                    count += 1
                }
                start = special?.range.upperBound ?? text.count
            }
        }
    }

    // MARK: Tokens to text

    public func bytes(of token: TokenID) -> [UInt8] {
        guard token >= 0, Int(token) < vocabulary.count else { return [] }
        return Array(vocabulary.bytes(of: Int(token)))
    }

    public func bytes(of tokens: some Sequence<TokenID>) -> [UInt8] {
        var bytes: [UInt8] = []
        for token in tokens where token >= 0 && Int(token) < vocabulary.count {
            bytes.append(contentsOf: vocabulary.bytes(of: Int(token)))
        }
        return bytes
    }

    /// The special token of this id, if it is one.
    public func specialToken(_ id: TokenID) -> SpecialToken? { specials.all.first { $0.id == id } }

    /// As for every tokenizer; of a special token, what it is written as.
    public func displayText(of token: TokenID) -> String {
        let bytes = bytes(of: token)
        return bytes.isEmpty ? specialToken(token)?.text ?? "" : TokenDisplay.text(for: bytes)
    }
}
