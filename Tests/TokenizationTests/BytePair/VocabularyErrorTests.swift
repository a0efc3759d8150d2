import Foundation
import Testing
import Tokenization

@Suite struct VocabularyErrorTests {
    private static let bytes = (0...255).map { "\(Data([UInt8($0)]).base64EncodedString()) \($0)\n" }

    private static func error(_ lines: [String]) -> BytePairError? {
        do {
            _ = try BytePairTokenizer(rankFile: Array(lines.joined().utf8))
            return nil
        } catch { return error as? BytePairError }
    }

    @Test func rankFileOfAllBytesIsEnough() {
        #expect(Self.error(Self.bytes) == nil)
        // The last line may lack its line feed.
        #expect(Self.error(Self.bytes.dropLast() + ["/w== 255"]) == nil)
    }

    @Test func wrongRankFileIsRefusedWithItsLine() {
        #expect(Self.error([]) == .empty)
        #expect(Self.error(["\n"]) == .notBase64(line: 1))
        #expect(Self.error(Self.bytes + ["\n"]) == .notBase64(line: 257))
        #expect(Self.error(Self.bytes + [" 256\n"]) == .notBase64(line: 257))
        #expect(Self.error(Self.bytes + ["YWI 256\n"]) == .notBase64(line: 257))
        #expect(Self.error(Self.bytes + ["Y=== 256\n"]) == .notBase64(line: 257))
        #expect(Self.error(Self.bytes + ["YQ==YQ== 256\n"]) == .notBase64(line: 257))
        #expect(Self.error(Self.bytes + ["YWI= 255\n"]) == .wrongRank(line: 257, expected: 256))
        #expect(Self.error(Self.bytes + ["YWI= \n"]) == .wrongRank(line: 257, expected: 256))
        #expect(Self.error(Self.bytes + ["YWI= 256 \n"]) == .wrongRank(line: 257, expected: 256))
        #expect(Self.error(Self.bytes + ["YWI= 256\r\n"]) == .wrongRank(line: 257, expected: 256))
        #expect(Self.error(Self.bytes + ["YWI= 99999999999999999999\n"]) == .wrongRank(line: 257, expected: 256))
        #expect(Self.error(Self.bytes + ["YQ== 256\n"]) == .duplicate(token: 256, first: 97))
        let long = Data(repeating: 7, count: 30).base64EncodedString()
        #expect(Self.error(Self.bytes + ["\(long) 256\n\(long) 257\n"]) == .duplicate(token: 257, first: 256))
        #expect(Self.error(["AA== 0\n"]) == .missingByte(1))
    }

    @Test func encodingWithTheWrongNumberOfRanksIsRefused() {
        let file = Array(Self.bytes.joined().utf8)
        #expect(throws: BytePairError.wrongCount(found: 256, expected: 100_256)) {
            try file.withUnsafeBytes { try BytePairTokenizer(.cl100kBase, ranks: $0) }
        }
    }

    private static func error(
        tokens: [(String, BytePairTokenizer.Builder.Kind)], merges: [String] = []
    ) -> BytePairError? {
        do {
            var builder = BytePairTokenizer.Builder()
            for (text, kind) in tokens {
                try Array(text.utf8).withUnsafeBufferPointer { try builder.addToken($0, kind: kind) }
            }
            for merge in merges { try Array(merge.utf8).withUnsafeBufferPointer { try builder.addMerge($0) } }
            _ = try builder.finish(preTokenizer: .smollm)
            return nil
        } catch { return error as? BytePairError }
    }

    @Test func wrongVocabularyIsRefusedWithItsPlace() {
        #expect(Self.error(tokens: []) == .empty)
        #expect(Self.error(tokens: [("a", .normal), ("b c", .normal)]) == .unmappedText(token: 1))
        #expect(Self.error(tokens: [("日", .normal)]) == .unmappedText(token: 0))
        #expect(Self.error(tokens: [("a", .normal), ("a", .normal)]) == .duplicate(token: 1, first: 0))
        #expect(Self.error(tokens: [("<s>", .control), ("<s>", .control)]) == .duplicateSpecial(token: 1))
        #expect(Self.error(tokens: [("", .control)]) == .duplicateSpecial(token: 0))
        let tokens: [(String, BytePairTokenizer.Builder.Kind)] = [("a", .normal), ("b", .normal), ("ab", .normal)]
        #expect(Self.error(tokens: tokens, merges: ["a b"]) == nil)
        #expect(Self.error(tokens: tokens, merges: ["a b", "ab"]) == .mergeWithoutSpace(merge: 1))
        #expect(Self.error(tokens: tokens, merges: ["a "]) == .mergeWithoutSpace(merge: 0))
        #expect(Self.error(tokens: tokens, merges: [""]) == .mergeWithoutSpace(merge: 0))
        #expect(Self.error(tokens: tokens, merges: ["b a"]) == .mergeOfUnknownTokens(merge: 0))
        #expect(Self.error(tokens: tokens, merges: ["a c"]) == .mergeOfUnknownTokens(merge: 0))
        #expect(Self.error(tokens: tokens, merges: ["a b b"]) == .mergeOfUnknownTokens(merge: 0))
    }
}

/// Damaged files: an error or a tokenizer that works, never a crash.
@Suite struct VocabularyFuzzTests {
    private static var end: ContinuousClock.Instant {
        let seconds = ProcessInfo.processInfo.environment["WORKBOOK_FUZZ_SECONDS"].flatMap { Double($0) } ?? 0.5
        return ContinuousClock.now + .seconds(seconds)
    }

    private static func damaged(_ bytes: [UInt8], using generator: inout TestGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes.removeSubrange(place...)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert([0x0A, 0x20, 0x3D, 0x30, 0xC4].randomElement(using: &generator)!, at: place)
            default: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
            }
        }
        return bytes
    }

    @Test func fuzzedRankFilesNeverCrash() throws {
        var generator = TestGenerator(state: UInt64.random(in: 0...UInt64.max))
        let vocabulary = SyntheticVocabulary(joins: 60, letters: Array("ab ".utf8), using: &generator)
        let good = vocabulary.rankFile
        let end = Self.end
        var (read, refused) = (0, 0)
        while ContinuousClock.now < end {
            do {
                // Damage before the last tokens is nearly always seen: let some of it be there.
                let tokenizer = try BytePairTokenizer(rankFile: Self.damaged(good, using: &generator))
                let text = String.random(using: &generator)
                #expect(tokenizer.decode(tokenizer.encode(text)).utf8.elementsEqual(text.utf8))
                read += 1
            } catch let error as BytePairError {
                #expect(!error.description.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 0 && read > 0)
    }

    @Test func fuzzedVocabulariesNeverCrash() throws {
        var generator = TestGenerator(state: UInt64.random(in: 0...UInt64.max))
        let vocabulary = SyntheticVocabulary(joins: 60, letters: Array("ab ".utf8), using: &generator)
        let tokens = vocabulary.tokens.map { Array(SyntheticVocabulary.mapped($0).utf8) }
        let merges = vocabulary.merges.map { merge in
            Array(
                (SyntheticVocabulary.mapped(vocabulary.tokens[merge.left]) + " "
                    + SyntheticVocabulary.mapped(vocabulary.tokens[merge.right])).utf8)
        }
        let kinds: [BytePairTokenizer.Builder.Kind] = [.normal, .unknown, .control, .userDefined, .unused, .byte]
        let end = Self.end
        var (read, refused) = (0, 0)
        while ContinuousClock.now < end {
            let harm = [0, 200, 2000].randomElement(using: &generator)!
            func isHarmed() -> Bool { harm > 0 && Int.random(in: 0..<harm, using: &generator) == 0 }
            do {
                var builder = BytePairTokenizer.Builder()
                for token in tokens {
                    let bytes = isHarmed() ? Self.damaged(token, using: &generator) : token
                    let kind = isHarmed() ? kinds.randomElement(using: &generator)! : .normal
                    try bytes.withUnsafeBufferPointer { try builder.addToken($0, kind: kind) }
                }
                for merge in merges {
                    let bytes = isHarmed() ? Self.damaged(merge, using: &generator) : merge
                    try bytes.withUnsafeBufferPointer { try builder.addMerge($0) }
                }
                let tokenizer = try builder.finish(
                    preTokenizer: PreTokenizer.allCases.randomElement(using: &generator)!)
                let text = String.random(using: &generator)
                let written = tokenizer.bytes(of: tokenizer.encode(text)).count
                #expect(written + tokenizer.droppedBytes(in: text).count == text.utf8.count)
                read += 1
            } catch let error as BytePairError {
                #expect(!error.description.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 0 && read > 0)
    }
}
