import Testing
import Tokenization

@Suite struct BytePairTokenizerTests {
    private static let letters: [UInt8] = [0x61, 0x62, 0x63]

    /// Lengths on both sides of where the encoder changes its ways.
    private static func piece(_ generator: inout TestGenerator) -> [UInt8] {
        let longest = [4, 8, 9, 16, 17, 40, 41, 300].randomElement(using: &generator)!
        return (0..<Int.random(in: 1...longest, using: &generator)).map { _ in
            letters.randomElement(using: &generator)!
        }
    }

    @Test(arguments: 0..<8)
    func ranksJoinAsThePlainAlgorithmDoes(_ seed: UInt64) throws {
        var generator = TestGenerator(state: seed)
        let vocabulary = SyntheticVocabulary(joins: 150, letters: Self.letters, using: &generator)
        let tokenizer = try BytePairTokenizer(rankFile: vocabulary.rankFile)
        for _ in 0..<400 {
            let piece = Self.piece(&generator)
            let tokens = tokenizer.encode(String(decoding: piece, as: UTF8.self))
            #expect(tokens == vocabulary.tokensByRank(of: piece))
        }
    }

    @Test(arguments: 0..<8)
    func listsJoinAsThePlainAlgorithmDoes(_ seed: UInt64) throws {
        var generator = TestGenerator(state: seed)
        let vocabulary = SyntheticVocabulary(joins: 150, letters: Self.letters, using: &generator)
        let tokenizer = try vocabulary.builder().finish(preTokenizer: .gpt2)
        for _ in 0..<400 {
            let piece = Self.piece(&generator)
            let tokens = tokenizer.encode(String(decoding: piece, as: UTF8.self))
            #expect(tokens == vocabulary.tokensByList(of: piece))
        }
    }

    @Test func pieceThatIsATokenIsTakenWholeWhereTheModelSaysSo() throws {
        var generator = TestGenerator(state: 3)
        let vocabulary = SyntheticVocabulary(joins: 100, letters: Self.letters, using: &generator)
        let merged = try vocabulary.builder().finish(preTokenizer: .gpt2)
        let whole = try vocabulary.builder().finish(preTokenizer: .llama3)
        var differences = 0
        for (id, token) in vocabulary.tokens.enumerated().dropFirst(256) {
            let text = String(decoding: token, as: UTF8.self)
            #expect(whole.encode(text) == [TokenID(id)])
            if merged.encode(text) != [TokenID(id)] { differences += 1 }
        }
        // Otherwise this would not tell one from the other.
        #expect(differences > 0)
    }

    @Test func decodingGivesBackEveryText() throws {
        var generator = TestGenerator(state: 9)
        let vocabulary = SyntheticVocabulary(joins: 100, letters: Array("abc ".utf8), using: &generator)
        let tokenizer = try BytePairTokenizer(rankFile: vocabulary.rankFile)
        for _ in 0..<3000 {
            let text = String.random(using: &generator)
            let tokens = tokenizer.encode(text)
            #expect(tokenizer.decode(tokens).utf8.elementsEqual(text.utf8))
            // Token by token, as a stream comes.
            var assembler = TextAssembler()
            let streamed = tokens.map { assembler.append(tokenizer.bytes(of: $0)) }.joined() + assembler.finish()
            #expect(streamed.utf8.elementsEqual(text.utf8))
        }
    }

    @Test func specialTokensAreReadOnlyWhereAllowed() throws {
        var generator = TestGenerator(state: 1)
        let vocabulary = SyntheticVocabulary(joins: 10, letters: Self.letters, using: &generator)
        let tokenizer = try BytePairTokenizer(rankFile: vocabulary.rankFile)
        let text = "<|end|>x<|end|><|end<|end|>"
        #expect(!tokenizer.encode(text).contains(100_000))
        #expect(tokenizer.decode(tokenizer.encode(text)) == text)
        let tokens = tokenizer.encode(text, allowingSpecial: true)
        #expect(tokens.filter { $0 == 100_000 }.count == 3)
        #expect(tokenizer.decode(tokens) == "x<|end")
        #expect(tokenizer.displayText(of: 100_000) == "<|end|>")
        #expect(tokenizer.bytes(of: 100_000) == [])
        #expect(tokenizer.vocabularySize == 100_001)
        #expect(tokenizer.bytes(of: 99_999) == [] && tokenizer.bytes(of: -1) == [])
    }

    @Test func userDefinedTokensAreAlwaysRead() throws {
        var generator = TestGenerator(state: 1)
        let vocabulary = SyntheticVocabulary(joins: 10, letters: Self.letters, using: &generator)
        let builder = try vocabulary.builder(specials: [("<ctl>", .control), ("<usr>", .userDefined)])
        let tokenizer = try builder.finish(preTokenizer: .smollm)
        let (control, user) = (TokenID(vocabulary.tokens.count), TokenID(vocabulary.tokens.count + 1))
        #expect(tokenizer.encode("<usr>").elementsEqual([user]))
        #expect(!tokenizer.encode("<ctl>").contains(control))
        #expect(tokenizer.encode("<ctl><usr>", allowingSpecial: true) == [control, user])
        #expect(tokenizer.decode([control, user]) == "<usr>")
        #expect(tokenizer.displayText(of: control) == "<ctl>")
    }

    @Test func bytesWithoutATokenAreLeftOutAndToldOf() throws {
        var builder = BytePairTokenizer.Builder()
        for text in ["a", "b", "ab"] {
            try Array(text.utf8).withUnsafeBufferPointer { try builder.addToken($0, kind: .normal) }
        }
        try Array("a b".utf8).withUnsafeBufferPointer { try builder.addMerge($0) }
        let tokenizer = try builder.finish(preTokenizer: .gpt2)
        #expect(tokenizer.encode("abcab") == [2, 2])
        #expect(tokenizer.droppedBytes(in: "abcab") == [2])
        // What is left out still stands between its neighbours.
        #expect(tokenizer.encode("acb") == [0, 1])
        #expect(tokenizer.encode("") == [])
    }

    /// Without a bound on the work, each of these would take hours.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["a", " ", "\n", "'", "ab", "\u{301}", "日", " \n", "A", "1", "a\u{301}'", "<|end"])
    func megabyteOfOneThingTakesNearLinearTime(_ unit: String) throws {
        var generator = TestGenerator(state: 2)
        let vocabulary = SyntheticVocabulary(joins: 300, letters: Array("ab \n'".utf8), using: &generator)
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        let byRank = try BytePairTokenizer(rankFile: vocabulary.rankFile)
        #expect(byRank.decode(byRank.encode(text, allowingSpecial: true)).utf8.count == text.utf8.count)
        for preTokenizer in PreTokenizer.allCases {
            let tokenizer = try vocabulary.builder().finish(preTokenizer: preTokenizer)
            #expect(tokenizer.decode(tokenizer.encode(text)).utf8.count == text.utf8.count)
        }
    }

    @Test func threadsMayShareATokenizer() async throws {
        var generator = TestGenerator(state: 4)
        let vocabulary = SyntheticVocabulary(joins: 150, letters: Self.letters, using: &generator)
        let tokenizer = try BytePairTokenizer(rankFile: vocabulary.rankFile)
        let pieces = (0..<200).map { _ in Self.piece(&generator) }
        let expected = pieces.map { vocabulary.tokensByRank(of: $0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<20).allSatisfy { _ in
                        pieces.map { tokenizer.encode(String(decoding: $0, as: UTF8.self)) } == expected
                    }
                }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }
}

extension String {
    /// A few scalars of any kind, many of them such as a split looks at.
    static func random(using generator: inout TestGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...30, using: &generator) {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: text.append(ReferencePatterns.alphabet.randomElement(using: &generator)!)
            case 1: text.append(Unicode.Scalar(UInt8.random(in: 0..<0x80, using: &generator)))
            case 2: text.append(Unicode.Scalar(UInt32.random(in: 0x80..<0x3000, using: &generator))!)
            default:
                let value = UInt32.random(in: 0x10000...0x10FFFF, using: &generator)
                text.append(Unicode.Scalar(value)!)
            }
        }
        return String(text)
    }
}
