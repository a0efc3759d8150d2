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
    public struct Builder {
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

        private var bytes: [UInt8] = []
        private var ends: [Int] = []
        private var merges: [(left: TokenID, right: TokenID, joined: TokenID)] = []
        private var specials: [SpecialToken] = []
        private var alwaysRead: [SpecialToken] = []
        private var indexed: (vocabulary: BytePairVocabulary, index: TokenIndex)?
        private let alphabet = ByteAlphabet()
        /// Where a merge is put together.
        private var scratch: [UInt8] = []

        public init() {}

        /// Adds the next token, whose text is in GPT-2's byte alphabet, or plain UTF-8 if it is a special one.
        ///
        /// Not to be called after ``addMerge(_:)``.
        /// - Throws: ``BytePairError``: text that is not what it must be, or more tokens than can be.
        public mutating func addToken(_ text: UnsafeBufferPointer<UInt8>, kind: Kind) throws(BytePairError) {
            precondition(indexed == nil, "tokens come before merges")
            let id = TokenID(truncatingIfNeeded: ends.count)
            guard ends.count < BytePairVocabulary.maximumCount else {
                throw .tooManyTokens(limit: BytePairVocabulary.maximumCount)
            }
            guard bytes.count + text.count <= BytePairVocabulary.maximumBytes else {
                throw .tooManyTokens(limit: BytePairVocabulary.maximumBytes)
            }
            switch kind {
            case .normal, .unused, .byte:
                guard alphabet.decode(text, appendingTo: &bytes) else { throw .unmappedText(token: id) }
            case .control, .unknown, .userDefined:
                guard let string = String(validating: text, as: UTF8.self) else { throw .unmappedText(token: id) }
                let special = SpecialToken(text: string, id: id)
                specials.append(special)
                if kind == .userDefined {
                    alwaysRead.append(special)
                    bytes.append(contentsOf: text)
                }
            }
            ends.append(bytes.count)
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
            scratch.removeAll(keepingCapacity: true)
            guard alphabet.decode(UnsafeBufferPointer(rebasing: text[..<space]), appendingTo: &scratch) else {
                throw .mergeOfUnknownTokens(merge: merge)
            }
            let split = scratch.count
            guard alphabet.decode(UnsafeBufferPointer(rebasing: text[(space + 1)...]), appendingTo: &scratch) else {
                throw .mergeOfUnknownTokens(merge: merge)
            }
            let length = scratch.count
            guard split > 0, split < length else { throw .mergeWithoutSpace(merge: merge) }
            scratch.append(contentsOf: repeatElement(0, count: PieceKey.readableLength))
            let index = try indexedVocabulary().index
            let (left, right, joined) = scratch.withUnsafeBufferPointer { buffer in
                let base = buffer.baseAddress!
                return (
                    index.token(base, length: split), index.token(base + split, length: length - split),
                    index.token(base, length: length)
                )
            }
            guard left >= 0, right >= 0, joined >= 0 else { throw .mergeOfUnknownTokens(merge: merge) }
            merges.append((left, right, joined))
        }

        /// The tokenizer of all that was added.
        ///
        /// - Throws: ``BytePairError``: no token was added, or two of them are equal.
        public mutating func finish(preTokenizer: PreTokenizer) throws(BytePairError) -> BytePairTokenizer {
            guard !ends.isEmpty else { throw .empty }
            let (vocabulary, index) = try indexedVocabulary()
            let list = ListMerges(capacity: merges.count)
            for merge in merges { list.append(merge.left, merge.right, makes: merge.joined) }
            return BytePairTokenizer(
                vocabulary: vocabulary,
                encoder: BytePairEncoder(index: index, merges: .list(list), preTokenizer: preTokenizer),
                specials: try SpecialTokens(specials), alwaysRead: try SpecialTokens(alwaysRead))
        }

        private mutating func indexedVocabulary() throws(BytePairError) -> (
            vocabulary: BytePairVocabulary, index: TokenIndex
        ) {
            if let indexed { return indexed }
            var vocabulary = BytePairVocabulary(tokens: ends.count, bytes: bytes.count)
            var start = 0
            for end in ends {
                vocabulary.append { target in
                    for offset in start..<end { target[offset &- start] = bytes[offset] }
                    return end - start
                }
                start = end
            }
            let index = try TokenIndex(vocabulary, excluding: Set(alwaysRead.map(\.id)))
            indexed = (vocabulary, index)
            return (vocabulary, index)
        }
    }
}
