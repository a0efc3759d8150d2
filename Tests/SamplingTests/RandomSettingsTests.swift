import Foundation
import Sampling
import Testing

/// The chain against ``SlowSampler``, on random logits and settings.
@Suite struct RandomSettingsTests {
    struct Round {
        var logits: [Double], settings: SamplingSettings, prompt: [Int], completion: [Int]

        init(using source: inout SeededGenerator) {
            func pick<T>(_ values: [T]) -> T { values.randomElement(using: &source)! }
            let count = pick([1, 2, 3, 5, 8, 40, 300, 2000])
            let spread = pick([0.01, 0.3, 2, 8, 40])
            let isRough = pick([0, 0, 0, 1]) == 1
            // A crowd far below one token falls into one bin.
            let isCrowd = pick([0, 0, 0, 1]) == 1
            logits = (0..<count).map { _ in
                let value = (0..<4).reduce(0.0) { sum, _ in sum + .random(in: -spread...spread, using: &source) }
                return isRough ? value.rounded() : value
            }
            if isCrowd {
                for index in logits.indices.dropFirst() { logits[index] = logits[index] * 1e-6 - 5 }
            }
            if pick([0, 0, 1]) == 1 {
                for index in logits.indices.dropFirst() where index % 3 == 0 { logits[index] = -.infinity }
            }
            settings = SamplingSettings(
                temperature: pick([1, 1, 0, 0.1, 0.5, 0.8, 1.3, 4]), topP: pick([1, 1, 0, 0.1, 0.5, 0.9, 0.95, 0.999]),
                topK: pick([nil, nil, nil, 1, 2, 7, 50, 5000]), minP: pick([0, 0, 0.01, 0.1, 0.5, 1]),
                // Where distances on both sides of the entropy are equal or nearly so, rounding decides.
                typicalP: isRough || isCrowd ? 1 : pick([1, 1, 0, 0.2, 0.7, 0.95]),
                repetitionPenalty: pick([1, 1, 1.1, 1.7, 0.8]), frequencyPenalty: pick([0, 0, 0.3, -0.5]),
                presencePenalty: pick([0, 0, 0.6, -1]), order: pick([.openai, .llamaCpp]))
            if pick([0, 0, 1]) == 1 {
                settings.logitBias = [Int.random(in: 0..<count, using: &source): pick([-2.5, 1, 8])]
            }
            prompt = (0..<pick([0, 3, 90])).map { _ in Int.random(in: 0..<count, using: &source) }
            completion = (0..<pick([0, 2, 20])).map { _ in Int.random(in: 0..<count, using: &source) }
        }
    }

    @Test func chainIsTheSlowSampler() throws {
        let seconds = ProcessInfo.processInfo.environment["WORKBOOK_FUZZ_SECONDS"].flatMap(Double.init) ?? 1
        var source = SeededGenerator(seed: 71)
        let end = ContinuousClock.now + .seconds(seconds)
        var rounds = 0
        while rounds < 500 || ContinuousClock.now < end {
            rounds += 1
            let round = Round(using: &source)
            let slow = SlowSampler(
                round.settings, logits: round.logits, prompt: round.prompt, completion: round.completion)
            let history = TokenHistory(prompt: round.prompt, completion: round.completion)
            let chain = try SamplingChain(round.settings)
            let trace = try chain.trace(logits: round.logits, history: history)
            let found = trace.after
            let candidates = found.candidates
            try #require(
                candidates.map(\.token) == slow.kept.map(\.id), "\(rounds): \(round.settings), \(round.logits.count)")
            for (candidate, probability) in zip(candidates, slow.probabilities) {
                try #require(abs(candidate.probability - probability) < 1e-10, "\(rounds): \(round.settings)")
            }
            let entropy = slow.probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 }
            #expect(abs(found.entropy - entropy) < 1e-9)
            try questionsAgree(found, candidates, using: &source)

            // Straight to a token, and from the distribution: one draw.
            let seed = source.next()
            var (one, other) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed))
            let quick = try chain.draw(logits: round.logits, history: history, using: &one)
            #expect(quick == draw(from: found, using: &other))
            let narrow = round.logits.map(Float.init)
            var (third, fourth) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed))
            let traced = try chain.tracedDraw(logits: narrow, history: history, using: &third)
            #expect(try traced.draw == chain.draw(logits: narrow, history: history, using: &fourth))
            #expect(try traced.trace == chain.trace(logits: narrow, history: history))
            #expect(try traced.trace.after == chain.distribution(logits: narrow, history: history))
            #expect(try chain.distribution(logits: round.logits, history: history) == found)
        }
    }

    /// Each question that is answered without a sorted list, against the sorted list.
    private func questionsAgree(
        _ found: Distribution, _ candidates: [Candidate], using source: inout SeededGenerator
    ) throws {
        #expect(found.count == candidates.count)
        #expect(found.top == candidates[0])
        let rank = Int.random(in: candidates.indices, using: &source)
        #expect(found.rank(of: candidates[rank].token) == rank)
        #expect(found.probability(of: candidates[rank].token) == candidates[rank].probability)
        #expect(found.first(rank + 1) == Array(candidates.prefix(rank + 1)))
        let mass = candidates.prefix(rank + 1).reduce(0) { $0 + $1.probability }
        #expect(abs(found.mass(ofFirst: rank + 1) - mass) < 1e-10)
        let nucleus = found.nucleusCount(0.6)
        #expect(found.mass(ofFirst: nucleus) >= 0.6 - 1e-11)
        #expect(nucleus == 1 || found.mass(ofFirst: nucleus - 1) < 0.6)

        let uniform = Double.random(in: 0..<1, using: &source)
        let drawn = draw(from: found, at: uniform)
        #expect(drawn.interval.contains(uniform))
        #expect(candidates[drawn.rank].token == drawn.token)
        #expect(abs(drawn.interval.lowerBound - found.mass(ofFirst: drawn.rank)) < 1e-15)
        let width = drawn.interval.upperBound - drawn.interval.lowerBound
        #expect(abs(width - drawn.probability) < 1e-12)
    }
}
