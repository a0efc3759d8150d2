import Foundation
import LanguageModel
import TestSupport
import Testing

/// What `Tests/Fixtures/embeddings/make.py` wrote with sentence-transformers.
private struct Sentence: Decodable {
    var text: String
    var vector: [Float]

    static func all() throws -> [Sentence] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/embeddings/sentences.json")
        return try JSONDecoder().decode([Sentence].self, from: Data(contentsOf: file))
    }
}

@Suite(.enabled(if: FetchedModels.areExpected))
struct SentenceEncoderTests {
    private static func encoder(threads: Int = 2) throws -> SentenceEncoder {
        let folder = FetchedModels.folder.appending(path: "all-minilm-l6-v2")
        return try SentenceEncoder(
            model: folder.appending(path: "model.safetensors"), vocabulary: folder.appending(path: "vocab.txt"),
            pool: WorkerPool(threads: threads))
    }

    @Test(arguments: [1, 2])
    func vectorsAreThoseOfTheReference(threads: Int) throws {
        let sentences = try Sentence.all()
        #expect(sentences.count >= 40)
        let vectors = try Self.encoder(threads: threads).embed(sentences.map(\.text))
        for (sentence, vector) in zip(sentences, vectors) {
            let cosine = SentenceEncoder.cosineSimilarity(vector, sentence.vector)
            // The fixture keeps four decimals, which alone costs about 1e-6.
            #expect(cosine > 1 - 1e-5, "\(sentence.text)")
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
        #expect(vectors.count == sentences.count)
    }

    @Test func aVectorDoesNotDependOnWhatIsGivenWithIt() throws {
        let encoder = try Self.encoder()
        let texts = try Sentence.all().map(\.text)
        let together = encoder.embed(texts)
        for (text, vector) in zip(texts, together) {
            let alone = encoder.embed([text])[0]
            #expect(zip(vector, alone).allSatisfy { abs($0 - $1) < 1e-5 }, "\(text)")
        }
        #expect(encoder.embed([]) == [])
    }

    @Test func severalThreadsMayAskAtOnce() async throws {
        let encoder = try Self.encoder()
        let expected = encoder.embed(["one", "two"])
        await withTaskGroup(of: [[Float]].self) { group in
            for _ in 0..<8 { group.addTask { encoder.embed(["one", "two"]) } }
            for await vectors in group { #expect(vectors == expected) }
        }
    }

    @Test func vocabularyOfAnotherModelIsRefused() throws {
        let folder = FetchedModels.folder.appending(path: "all-minilm-l6-v2")
        let other = FileManager.default.temporaryDirectory.appending(path: "vocab-\(UUID().uuidString).txt")
        try Data("[UNK]\n[CLS]\n[SEP]\n".utf8).write(to: other)
        defer { try? FileManager.default.removeItem(at: other) }
        #expect(throws: SentenceEncoderError.vocabularySize(3, model: 30522)) {
            try SentenceEncoder(model: folder.appending(path: "model.safetensors"), vocabulary: other)
        }
    }
}

struct CosineTests {
    @Test func cosineIsThatOfTheAngle() {
        #expect(SentenceEncoder.cosineSimilarity([1, 0], [2, 0]) == 1)
        #expect(SentenceEncoder.cosineSimilarity([1, 0], [0, 3]) == 0)
        #expect(SentenceEncoder.cosineSimilarity([1, 0], [-1, 0]) == -1)
        #expect(abs(SentenceEncoder.cosineSimilarity([1, 0], [1, 1]) - 0.5.squareRoot()) < 1e-12)
        #expect(SentenceEncoder.cosineSimilarity([0, 0], [1, 1]) == 0)
    }
}
