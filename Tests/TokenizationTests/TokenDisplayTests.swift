import Testing
import Tokenization

/// A vocabulary of byte strings that are given.
private struct ListTokenizer: Tokenizer {
    var tokens: [[UInt8]]
    var vocabularySize: Int { tokens.count }
    func encode(_ text: String) -> [TokenID] { [] }
    func bytes(of token: TokenID) -> [UInt8] { tokens[Int(token)] }
}

@Suite struct TokenDisplayTests {
    @Test(
        arguments: [
            (Array(" Paris".utf8), " Paris"),
            (Array("\n\r\t\\".utf8), #"\n\r\t\\"#),
            ([0x1B, 0x5B, 0x33, 0x31, 0x6D], #"\u{1B}[31m"#),
            ([0xE2, 0x82], #"\xE2\x82"#),
            ([0xE2, 0x82, 0xAC], "€"),
            ([0x0A, 0x05], #"\n\u{5}"#),
            (Array("\u{200B}\u{202E}\u{A0}".utf8), #"\u{200B}\u{202E}\u{A0}"#),
            ([0x61, 0xFF, 0x62], #"a\xFFb"#),
            ([], ""),
        ] as [([UInt8], String)])
    func showsTextAndEscapesWhatCannotBeSeen(_ bytes: [UInt8], _ expected: String) {
        #expect(ListTokenizer(tokens: [bytes]).displayText(of: 0) == expected)
    }

    @Test func decodeJoinsCharactersAcrossTokensAndRepairsTheRest() {
        let tokenizer = ListTokenizer(tokens: [[0xC3], [0xA9], [0xFF]])
        #expect(tokenizer.decode([0, 1]) == "é")
        #expect(tokenizer.decode([0, 2]) == "\u{FFFD}\u{FFFD}")
    }
}
