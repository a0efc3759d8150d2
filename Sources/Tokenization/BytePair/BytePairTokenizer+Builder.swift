extension BytePairTokenizer {
    /// Makes a tokenizer from a vocabulary and a list of merges as a GGUF file has them, string by string.
    ///
    /// The strings are given as they lie in the file, and none is made into a `String`: all tokens first, in the order of
    /// their ids, then all merges, in the order of their ranks. Takes memory in proportion to what was given.
    ///
    ///     var builder = BytePairTokenizer.Builder()
    ///     for (text, kind) in zip(texts, kinds) { try builder.addToken(text, kind: kind) }
    ///     for merge in merges { try builder.addMerge(merge) }
    ///     let tokenizer = try builder.finish(preTokenizer: .smollm)
    public struct Builder: ~Copyable {
        /// What a token is: the values of `tokenizer.ggml.token_type`.
        public enum Kind: Int32, Sendable {
            case normal = 1
            case unknown = 2
            /// Marks where something begins or ends. Has no bytes; read in text only where special tokens are allowed.
            case control = 3
            /// Text that is one token wherever it is written.
            case userDefined = 4
            case unused = 5
            case byte = 6
        }

        private var vocabulary = BytePairVocabulary(tokens: 1 << 15, bytes: 1 << 18)
        private let merges = ListMerges(capacity: 1 << 16)
        private var lastJoined: TokenID = 0
        private var specials: [SpecialToken] = []
        private var alwaysRead: [SpecialToken] = []
        /// Made when all tokens are there.
        private var index: TokenIndex?
        /// Where the tokens of a merge are put together.
        private var scratch = StaticBuffer<UInt8>(zeroed: 1 << 10)

        public init() {}

        /// Adds the next token, whose text is in GPT-2's byte alphabet, or plain UTF-8 if it is a special one.
        ///
        /// Not to be called after ``addMerge(_:)``.
        /// - Throws: ``BytePairError``: text that is not what it must be, or more tokens than can be.
        public mutating func addToken(_ text: UnsafeBufferPointer<UInt8>, kind: Kind) throws(BytePairError) {
            precondition(index == nil, "tokens come before merges")
            let id = TokenID(truncatingIfNeeded: vocabulary.count)
            var isText = true
            switch kind {
            case .normal, .unused, .byte:
                isText = try vocabulary.append(maximumLength: text.count) { ByteAlphabet.decode(text, to: $0) }
            case .control, .unknown, .userDefined:
                guard let string = String(validating: text, as: UTF8.self) else { throw .unmappedText(token: id) }
                let special = SpecialToken(text: string, id: id)
                specials.append(special)
                if kind == .userDefined { alwaysRead.append(special) }
                _ = try vocabulary.append(maximumLength: text.count) { target in
                    guard kind == .userDefined, let source = text.baseAddress else { return 0 }
                    target.update(from: source, count: text.count)
                    return text.count
                }
            }
            guard isText else { throw .unmappedText(token: id) }
        }

        /// Adds the next merge: two tokens with a space between them, in GPT-2's byte alphabet.
        ///
        /// - Throws: ``BytePairError``: not two tokens of the vocabulary, or their join is not a token; or two tokens
        ///   that were added have the same bytes.
        public mutating func addMerge(_ text: UnsafeBufferPointer<UInt8>) throws(BytePairError) {
            let merge = merges.count
            guard merge < BytePairVocabulary.maximumCount else {
                throw .tooManyTokens(limit: BytePairVocabulary.maximumCount)
            }
            // In the alphabet a space is another character, so this one can only be between the two.
            guard let space = text.firstIndex(of: 0x20) else { throw .mergeWithoutSpace(merge: merge) }
            if text.count + PieceKey.readableLength > scratch.count { scratch = StaticBuffer(zeroed: text.count * 2) }
            let left = UnsafeBufferPointer(rebasing: text[..<space])
            let right = UnsafeBufferPointer(rebasing: text[(space + 1)...])
            guard let split = ByteAlphabet.decode(left, to: scratch.base),
                let rest = ByteAlphabet.decode(right, to: scratch.base + split)
            else { throw .mergeOfUnknownTokens(merge: merge) }
            guard split > 0, rest > 0 else { throw .mergeWithoutSpace(merge: merge) }
            let index = try indexedTokens()
            let first = index.token(scratch.base, length: split)
            let second = index.token(scratch.base + split, length: rest)
            // Most vocabularies have their tokens in the order of their merges.
            var joined = lastJoined &+ 1
            if !vocabulary.has(scratch.base, length: split + rest, at: joined) {
                joined = index.token(scratch.base, length: split + rest)
            }
            guard first >= 0, second >= 0, joined >= 0 else { throw .mergeOfUnknownTokens(merge: merge) }
            merges.append(first, second, makes: joined)
            lastJoined = joined
        }

        /// The tokenizer of all that was added.
        ///
        /// - Throws: ``BytePairError``: no token was added, or two of them are equal.
        public consuming func finish(preTokenizer: PreTokenizer) throws(BytePairError) -> BytePairTokenizer {
            guard vocabulary.count > 0 else { throw .empty }
            let index = try indexedTokens()
            return BytePairTokenizer(
                vocabulary: vocabulary,
                encoder: BytePairEncoder(index: index, merges: .list(merges), preTokenizer: preTokenizer),
                specials: try SpecialTokens(specials), alwaysRead: try SpecialTokens(alwaysRead))
        }

        private mutating func indexedTokens() throws(BytePairError) -> TokenIndex {
            if let index { return index }
            let made = try TokenIndex(vocabulary, excluding: Set(alwaysRead.map(\.id)))
            index = made
            return made
        }
    }
}
