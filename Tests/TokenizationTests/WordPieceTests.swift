import Foundation
import TestSupport
import Testing
import Tokenization

/// What `Tests/Fixtures/wordpiece/make.py` wrote with Hugging Face's tokenizers.
private enum Reference {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/wordpiece")

    struct Text: Decodable {
        var text: String
        var tokens: [TokenID]
    }

    struct Characters: Decodable {
        var dropped, space, word: [[UInt32]]
    }

    static func read<Value: Decodable>(_ name: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appending(path: name)))
    }
}

struct WordPieceTests {
    private static func vocabulary(_ lines: String...) throws -> WordPieceVocabulary {
        try WordPieceVocabulary(bytes: Array((["[UNK]", "[CLS]", "[SEP]"] + lines).joined(separator: "\n").utf8))
    }

    @Test func everyCharacterIsDroppedOrSeparatesWordsAsInTheReference() throws {
        let reference: Reference.Characters = try Reference.read("characters.json")
        // What lies between the letters a and b: nothing, white space, a word, or more letters.
        let tokenizer = WordPieceTokenizer(vocabulary: try Self.vocabulary("a", "b", "ab"))
        var expected = [[TokenID]](repeating: [0], count: 0x110000)
        for range in reference.dropped { for value in range[0]...range[1] { expected[Int(value)] = [5] } }
        for range in reference.space { for value in range[0]...range[1] { expected[Int(value)] = [3, 4] } }
        for range in reference.word { for value in range[0]...range[1] { expected[Int(value)] = [3, 0, 4] } }
        var wrong: [UInt32] = []
        for value in UInt32(0)..<0x110000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if tokenizer.encode("a\(scalar)b") != expected[Int(value)] { wrong.append(value) }
        }
        #expect(wrong.map { String($0, radix: 16) } == [])
    }

    @Test func wordsAreCutIntoTheLongestPiecesFromTheLeft() throws {
        let tokenizer = WordPieceTokenizer(
            vocabulary: try Self.vocabulary("un", "##aff", "##able", "##a", "una", "able"))
        #expect(tokenizer.encode("unaffable") == [0])
        #expect(tokenizer.encode("Unable") == [0])
        #expect(tokenizer.encode("unaable able") == [7, 5, 8])
    }

    @Test func inputIsCutToTheLimitAndKeepsBothMarks() throws {
        let tokenizer = WordPieceTokenizer(vocabulary: try Self.vocabulary("a", "##b"))
        #expect(tokenizer.encodeInput("", limit: 2) == [1, 2])
        #expect(tokenizer.encodeInput("a a a a", limit: 4) == [1, 3, 3, 2])
        #expect(tokenizer.encodeInput("a abbb", limit: 5) == [1, 3, 3, 4, 2])
    }

    @Test func hostileWordsTakeLinearTime() throws {
        let tokenizer = WordPieceTokenizer(vocabulary: try Self.vocabulary("a", "##a", "aaaa", "##aaaa"))
        let started = ContinuousClock.now
        #expect(tokenizer.encode(String(repeating: "a", count: 1 << 20)) == [0])
        #expect(
            tokenizer.encode(String(repeating: String(repeating: "a", count: 99) + " ", count: 1 << 13)).count > 1 << 17
        )
        #expect(tokenizer.encode(String(repeating: "e\u{301}", count: 1 << 19)) == [0])
        #expect(ContinuousClock.now - started < .seconds(5))
    }

    @Test(arguments: [
        ("[UNK]\n[CLS]\n[SEP]\na\na\n", WordPieceVocabularyError.duplicate("a", line: 5)),
        ("[UNK]\n[CLS]\n[SEP]\n\na\n", .emptyLine(4)),
        ("[UNK]\n[CLS]\na\n", .missing("[SEP]")),
        ("", .missing("[UNK]")),
    ])
    func brokenVocabularyIsToldByLine(text: String, error: WordPieceVocabularyError) {
        #expect(throws: error) { try WordPieceVocabulary(bytes: Array(text.utf8)) }
    }

    @Test func vocabularyThatIsNotUTF8IsRefused() {
        #expect(throws: WordPieceVocabularyError.notUTF8(line: 2)) {
            try WordPieceVocabulary(bytes: Array("[UNK]\n".utf8) + [0xFF, 0x0A])
        }
    }

    @Test func fuzzedVocabulariesGiveErrorsAndNeverCrash() throws {
        let whole = Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\n##s\nна\n##é\n".utf8)
        try FuzzTime.run { random in
            var bytes = Array(whole.prefix(random.below(whole.count + 1)))
            for _ in 0..<random.below(5) where !bytes.isEmpty {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            }
            do {
                let vocabulary = try WordPieceVocabulary(bytes: bytes)
                let tokens = WordPieceTokenizer(vocabulary: vocabulary).encode("the thes на é #")
                #expect(tokens.allSatisfy { $0 >= 0 && Int($0) < vocabulary.count })
            } catch is WordPieceVocabularyError {}
        }
    }
}

/// With the vocabulary of all-MiniLM-L6-v2.
@Suite(.enabled(if: FetchedModels.areExpected))
struct WordPieceReferenceTests {
    @Test func tokensEqualThoseOfTheReference() throws {
        let file = FetchedModels.folder.appending(path: "all-minilm-l6-v2/vocab.txt")
        let tokenizer = WordPieceTokenizer(vocabulary: try WordPieceVocabulary(bytes: Array(Data(contentsOf: file))))
        let cases: [Reference.Text] = try Reference.read("texts.json")
        #expect(cases.count > 400)
        for each in cases {
            #expect(tokenizer.encode(each.text) == each.tokens, "\(each.text.debugDescription)")
        }
    }
}
