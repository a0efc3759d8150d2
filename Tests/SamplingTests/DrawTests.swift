import Foundation
import Sampling
import Testing

@Suite struct DrawTests {
    private let distribution: Distribution

    init() throws {
        distribution = try SamplingChain(SamplingSettings()).distribution(
            logits: [log(0.2), log(0.5), log(0.3), -2000] as [Double])
    }

    @Test(arguments: [(0.0, 1), (0.49, 1), (0.51, 2), (0.79, 2), (0.81, 0), (0.999_999_999_999_999_9, 0)])
    func tokenIsTheOneOnWhoseIntervalTheNumberFalls(_ uniform: Double, _ token: Int) {
        let found = draw(from: distribution, at: uniform)
        #expect(found.token == token)
        #expect(found.interval.contains(uniform))
        #expect(found.uniform == uniform)
        #expect(distribution.candidates[found.rank].token == token)
        #expect(found.probability == distribution.probability(of: token))
    }

    @Test func intervalsCoverTheLineWithoutGaps() {
        var end = 0.0
        for candidate in distribution.candidates where candidate.probability > 0 {
            let found = draw(from: distribution, at: end)
            #expect(found.token == candidate.token)
            #expect(found.interval.lowerBound == end)
            end = found.interval.upperBound
        }
        #expect(end == 1)
    }

    @Test func drawWithoutSortingIsTheSameDraw() throws {
        var source = SeededGenerator(seed: 5)
        for order in SamplingSettings.Order.allCases {
            for round in 0..<100 {
                let logits = (0..<300).map { _ in Float.random(in: -9...3, using: &source) }
                let settings = SamplingSettings(
                    temperature: [0, 0.5, 1, 2][round % 4], topP: [1, 0.9][round / 4 % 2],
                    topK: [nil, 7][round / 8 % 2], order: order)
                let chain = try SamplingChain(settings)
                var (one, other) = (SeededGenerator(seed: UInt64(round)), SeededGenerator(seed: UInt64(round)))
                let quick = try chain.draw(logits: logits, using: &one)
                let full = draw(from: try chain.distribution(logits: logits), using: &other)
                #expect(quick == full)
                #expect(one == other)
            }
        }
    }

    /// Pearson's test: with this fixed seed the draws are as far from the distribution as chance makes them.
    @Test func frequenciesFitTheDistribution() throws {
        let logits: [Double] = [0, 1, 2, 0.5, -1, 1.5, 0.2, -0.3]
        let chain = try SamplingChain(SamplingSettings(temperature: 1.2))
        let distribution = try chain.distribution(logits: logits)
        var generator = SeededGenerator(seed: 2024)
        let rounds = 100_000
        var counts = [Int](repeating: 0, count: logits.count)
        for _ in 0..<rounds { counts[draw(from: distribution, using: &generator).token] += 1 }
        let statistic = distribution.candidates.reduce(0.0) { sum, candidate in
            let expected = candidate.probability * Double(rounds)
            let difference = Double(counts[candidate.token]) - expected
            return sum + difference * difference / expected
        }
        // Seven degrees of freedom: 99.9 % of fair samples stay below 24.3, and almost none below 0.6.
        #expect(statistic < 24.3)
        #expect(statistic > 0.6)
    }
}
