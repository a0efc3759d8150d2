import Foundation
import Sampling
import Testing

/// What `Tests/Fixtures/sampling/make.py` had Hugging Face's and llama.cpp's own code make.
private struct Reference: Decodable {
    struct Token: Decodable { var token: Int, probability: Double }
    struct Formula: Decodable { var seed: UInt64, spread: Double, size: Int }
    /// What is kept of a large result.
    struct Digest: Decodable { var count: Int, tokenSum: Int, entropy: Double, some: [Token] }

    /// `nil` is minus infinity.
    var logits: [Double?]?
    var formula: Formula?
    var temperature, topP, minP, typicalP, repetitionPenalty, frequencyPenalty, presencePenalty: Double?
    var topK: Int?
    var logitBias: [String: Double]?
    var prompt: [Int]?
    var kept: [Token]?
    var digest: Digest?

    static func all(_ order: SamplingSettings.Order) throws -> [Reference] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/sampling/\(order.rawValue).json")
        return try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
    }

    func settings(_ order: SamplingSettings.Order) -> SamplingSettings {
        let biases = (logitBias ?? [:]).map { (Int($0.key) ?? -1, $0.value) }
        return SamplingSettings(
            temperature: temperature ?? 1, topP: topP ?? 1, topK: topK, minP: minP ?? 0, typicalP: typicalP ?? 1,
            repetitionPenalty: repetitionPenalty ?? 1, frequencyPenalty: frequencyPenalty ?? 0,
            presencePenalty: presencePenalty ?? 0, logitBias: Dictionary(uniqueKeysWithValues: biases), order: order)
    }
}

extension Reference.Formula {
    /// As `formula` in make.py: four 16-bit halves of SplitMix64 added.
    var logits: [Float] {
        (1...UInt64(size)).map { index in
            var mixed = (index &+ seed) &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            mixed ^= mixed >> 31
            let sum = (0..<4).reduce(0) { $0 + Int(mixed >> (16 * $1) & 0xFFFF) }
            return Float(Double(sum - 131_070) / 32_768 * spread)
        }
    }
}

@Suite struct ReferenceTests {
    @Test(arguments: SamplingSettings.Order.allCases)
    func distributionIsThatOfTheReferenceToAHundredThousandth(_ order: SamplingSettings.Order) throws {
        var count = 0
        for (number, reference) in try Reference.all(order).enumerated() {
            guard let logits = reference.logits, let kept = reference.kept else { continue }
            count += 1
            let chain = try SamplingChain(reference.settings(order))
            let distribution = try chain.distribution(
                logits: logits.map { $0 ?? -.infinity }, history: TokenHistory(prompt: reference.prompt ?? []))
            let byToken = distribution.candidates.sorted { $0.token < $1.token }
            try #require(byToken.map(\.token) == kept.map(\.token), "\(order) \(number): \(chain.settings)")
            for (candidate, kept) in zip(byToken, kept) {
                #expect(abs(candidate.probability - kept.probability) < 1e-5, "\(order) \(number)")
            }
        }
        #expect(count > 100)
    }

    /// Up to 200,000 tokens.
    @Test(arguments: SamplingSettings.Order.allCases)
    func largeDistributionIsThatOfTheReferenceToAHundredThousandth(_ order: SamplingSettings.Order) throws {
        var sizes: Set<Int> = []
        var formula: [String: [Float]] = [:]
        for (number, reference) in try Reference.all(order).enumerated() {
            guard let source = reference.formula, let digest = reference.digest else { continue }
            sizes.insert(source.size)
            let logits = formula["\(source)"] ?? source.logits
            formula = ["\(source)": logits]
            let chain = try SamplingChain(reference.settings(order))
            let found = try chain.distribution(
                logits: logits, history: TokenHistory(prompt: reference.prompt ?? []))
            #expect(found.count == digest.count, "\(order) \(number): \(chain.settings)")
            #expect(logits.indices.reduce(0) { found.contains($1) ? $0 + $1 : $0 } == digest.tokenSum)
            #expect(abs(found.entropy - digest.entropy) < 1e-4)
            for one in digest.some {
                #expect(abs(found.probability(of: one.token) - one.probability) < 1e-5, "\(order) \(number)")
            }
        }
        #expect(sizes == [5, 300, 4097, 49_152, 128_256, 200_000])
    }
}
