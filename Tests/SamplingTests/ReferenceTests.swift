import Foundation
import Sampling
import Testing

/// What `Tests/Fixtures/sampling/make.py` wrote.
private struct Reference: Decodable {
    struct Kept: Decodable { var token: Int, probability: Double }
    /// `nil` is minus infinity.
    var logits: [Double?]
    var temperature: Double
    var topK: Int?
    var topP: Double
    var minP: Double
    var kept: [Kept]

    static func all(_ order: SamplingSettings.Order) throws -> [Reference] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/sampling/\(order.rawValue).json")
        return try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
    }
}

@Suite struct ReferenceTests {
    @Test(arguments: SamplingSettings.Order.allCases)
    func distributionIsThatOfTheReferenceToAHundredThousandth(_ order: SamplingSettings.Order) throws {
        let references = try Reference.all(order)
        #expect(references.count > 100)
        for (number, reference) in references.enumerated() {
            let logits = reference.logits.map { $0 ?? -.infinity }
            let settings = SamplingSettings(
                temperature: reference.temperature, topP: reference.topP, topK: reference.topK, minP: reference.minP,
                order: order)
            let chain = try SamplingChain(settings)
            let distribution = try chain.distribution(logits: logits)
            let byToken = distribution.candidates.sorted { $0.token < $1.token }
            #expect(byToken.map(\.token) == reference.kept.map(\.token), "\(order) \(number)")
            guard byToken.count == reference.kept.count else { continue }
            for (candidate, kept) in zip(byToken, reference.kept) {
                #expect(abs(candidate.probability - kept.probability) < 1e-5, "\(order) \(number)")
            }
            #expect(try chain.trace(logits: logits).after == distribution, "\(order) \(number)")
        }
    }
}
