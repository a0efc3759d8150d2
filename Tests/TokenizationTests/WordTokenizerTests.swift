import Testing
import Tokenization

@Suite struct WordTokenizerTests {
    let tokenizer = WordTokenizer(vocabularyFrom: ["The sky is blue.", "It doesn't cost $25, they'll say.\n\tEnd"])

    private func pieces(_ text: String) -> [String] {
        let learned = WordTokenizer(vocabularyFrom: [text])
        return learned.encode(text).map { learned.displayText(of: $0) }
    }

    @Test(arguments: [
        ("The sky is blue.", ["The", " sky", " is", " blue", "."]),
        ("doesn't they'll I'm", ["doesn", "'t", " they", "'ll", " I", "'m"]),
        (" 2024", [" 2", "0", "2", "4"]),
        ("a  b", ["a", " ", " b"]),
        ("a\n\nb\r\n", ["a", "\\n", "\\n", "b", "\\r", "\\n"]),
        ("/v1/chat \"x\"!?", ["/", "v", "1", "/", "chat", " \"", "x", "\"!?"]),
        ("a \n b", ["a", " ", "\\n", " b"]),
        ("a\t\tb", ["a", "\\t\\t", "b"]),
        ("été ½x", ["été", " ½", "x"]),
        ("", []),
    ])
    func splitsAsDocumented(_ text: String, _ expected: [String]) {
        #expect(pieces(text) == expected)
    }

    @Test func knownPiecesAreOneTokenAndUnknownOnesAreBytes() {
        #expect(tokenizer.encode("The sky is blue.").count == 5)
        #expect(tokenizer.encode(" zebra").count == 6)
        #expect(tokenizer.encode(" zebra").allSatisfy(tokenizer.isByte))
        #expect(tokenizer.encode("é").count == 2)
    }

    @Test func vocabularyHasNoPieceTwice() {
        let all = (0..<tokenizer.vocabularySize).map { tokenizer.bytes(of: TokenID($0)) }
        #expect(Set(all).count == all.count)
        #expect(all[0].isEmpty)
        #expect((0...255).allSatisfy { all[$0 + 1] == [UInt8($0)] })
    }

    @Test func composedAndDecomposedLettersStayApart() {
        let learned = WordTokenizer(vocabularyFrom: ["caf\u{E9}"])
        #expect(learned.encode("caf\u{E9}").count == 1)
        #expect(learned.encode("cafe\u{301}").count == 6)
        #expect(Array(learned.decode(learned.encode("cafe\u{301}")).utf8) == Array("cafe\u{301}".utf8))
    }

    @Test func textThatLooksLikeASpecialTokenStaysText() {
        let tokens = tokenizer.encode("<|endoftext|>")
        #expect(!tokens.contains(WordTokenizer.endOfText))
        #expect(tokenizer.decode(tokens) == "<|endoftext|>")
        #expect(tokenizer.displayText(of: WordTokenizer.endOfText) == "<|endoftext|>")
    }

    @Test func idsOutsideTheVocabularyHaveNoBytes() {
        for token: TokenID in [-1, .min, .max, TokenID(tokenizer.vocabularySize)] {
            #expect(tokenizer.bytes(of: token).isEmpty)
        }
    }

    @Test func everyStringComesBackByteForByte() {
        var generator = TestGenerator(state: 7)
        let alphabet: [Unicode.Scalar] = [
            "a", "T", "h", "e", " ", " ", "\n", "\r", "\t", "'", "s", ".", "5", "é", "\u{301}", "ß", "日", "🙂", "\u{A0}",
            "\u{2028}", "\u{200B}", "\u{0}", "½", "\u{10FFFF}", "\u{FFFD}", "\u{3000}",
        ]
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...24, using: &generator) {
                if Bool.random(using: &generator) {
                    text.append(alphabet.randomElement(using: &generator)!)
                } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator)) {
                    text.append(scalar)
                }
            }
            let string = String(text)
            let tokens = tokenizer.encode(string)
            #expect(tokens.flatMap { tokenizer.bytes(of: $0) } == Array(string.utf8))
            #expect(tokens.allSatisfy { $0 > 0 && Int($0) < tokenizer.vocabularySize })
            var learning = tokenizer
            let learned = learning.learn(string)
            #expect(learning.bytes(of: learned) == Array(string.utf8))
        }
    }

    @Test(arguments: [("a", 1_000_000), (" ", 200_000), ("\n", 200_000), ("'", 200_000), ("é", 200_000)])
    func longRunOfOneCharacterTakesLinearTime(_ character: String, _ bytes: Int) {
        let text = String(repeating: character, count: bytes / character.utf8.count)
        let clock = ContinuousClock()
        var tokens: [TokenID] = []
        let time = clock.measure { tokens = tokenizer.encode(text) }
        #expect(tokens.count == text.utf8.count)
        // Quadratic time would be hours.
        #expect(time < .seconds(60))
    }
}

/// SplitMix64, for tests that need the same numbers each time.
struct TestGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
