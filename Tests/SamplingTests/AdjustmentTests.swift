import Foundation
import Sampling
import Testing

@Suite struct AdjustmentTests {
    private func logits(
        _ settings: SamplingSettings, _ logits: [Double], prompt: [Int] = [], completion: [Int] = []
    ) throws -> [Double] {
        let found = try SamplingChain(settings).distribution(
            logits: logits, history: TokenHistory(prompt: prompt, completion: completion))
        return found.candidates.sorted { $0.token < $1.token }.map(\.logit)
    }

    // MARK: Penalties

    @Test func repetitionDividesAboveZeroAndMultipliesBelowOnceAToken() throws {
        let settings = SamplingSettings(repetitionPenalty: 2)
        #expect(try logits(settings, [4, -4, 0, 1], prompt: [0, 0, 1], completion: [2, 0]) == [2, -8, 0, 1])
    }

    @Test func frequencyIsSubtractedEachTimeAndPresenceOnce() throws {
        var settings = SamplingSettings(frequencyPenalty: 0.5, presencePenalty: 0.25)
        // As OpenAI has it: what was drawn counts, the prompt does not.
        #expect(try logits(settings, [4, 4, 4], prompt: [0, 1], completion: [1, 1, 2]) == [4, 2.75, 3.25])
        settings.order = .llamaCpp
        #expect(try logits(settings, [4, 4, 4], prompt: [0, 1], completion: [1, 1, 2]) == [3.25, 2.25, 3.25])
    }

    @Test func repetitionComesBeforeFrequencyAndPresence() throws {
        let settings = SamplingSettings(repetitionPenalty: 2, frequencyPenalty: 1, presencePenalty: 0.5)
        #expect(try logits(settings, [8, 1], completion: [0]) == [2.5, 1])
    }

    @Test func llamaCppLooksBack64Tokens() throws {
        let old = [0] + [Int](repeating: 1, count: 63)
        var settings = SamplingSettings(presencePenalty: 1, order: .llamaCpp)
        #expect(try logits(settings, [5, 5, 5], prompt: old) == [4, 4, 5])
        #expect(try logits(settings, [5, 5, 5], prompt: old, completion: [1]) == [5, 4, 5])
        settings = SamplingSettings(repetitionPenalty: 5)
        #expect(try logits(settings, [5, 5, 5], prompt: old, completion: [1]) == [1, 1, 5])
    }

    @Test func tokensThatTheVocabularyDoesNotHaveCountForNothing() throws {
        #expect(try logits(SamplingSettings(repetitionPenalty: 2), [4, 3], prompt: [7, -1, 0]) == [2, 3])
    }

    // MARK: Bias

    @Test func biasIsAddedFirstAndMinusInfinityExcludes() throws {
        var settings = SamplingSettings(repetitionPenalty: 2, logitBias: [0: 3, 2: -.infinity])
        #expect(try logits(settings, [1, 1, 9], completion: [0]) == [2, 1])
        settings.logitBias = [0: -.infinity, 1: -.infinity, 2: -.infinity]
        #expect(throws: SamplingError.allExcluded(count: 3)) { try logits(settings, [1, 1, 9]) }
    }

    @Test func biasOutsideTheVocabularyIsRefused() throws {
        for token in [-1, 3] {
            let error = #expect(throws: SamplingError.self) {
                try logits(SamplingSettings(logitBias: [token: 1]), [1, 2, 3])
            }
            #expect(error?.description == "there is no token \(token) to bias: the vocabulary's tokens are 0 to 2")
        }
    }

    @Test func overflowIsRefusedWithItsPlace() throws {
        let settings = SamplingSettings(logitBias: [1: .greatestFiniteMagnitude])
        #expect(throws: SamplingError.positiveInfinity(token: 1)) {
            try logits(settings, [1, .greatestFiniteMagnitude, 3])
        }
    }

    @Test(arguments: [
        (SamplingSettings(typicalP: -0.1), "typical-p is -0.1, but must be a number from 0 to 1"),
        (SamplingSettings(repetitionPenalty: 0), "the repetition penalty is 0.0, but must be a finite number above 0"),
        (SamplingSettings(frequencyPenalty: .nan), "the frequency penalty is nan, but must be a finite number"),
        (SamplingSettings(presencePenalty: .infinity), "the presence penalty is inf, but must be a finite number"),
        (
            SamplingSettings(logitBias: [4: .infinity]),
            "the bias of token 4 is inf, but must be a finite number, or -inf to exclude it"
        ),
    ])
    func settingsOutOfRangeAreRefusedWithTheRange(_ settings: SamplingSettings, _ message: String) {
        let error = #expect(throws: SamplingError.self) { try SamplingChain(settings) }
        #expect(error?.description == message)
    }

    // MARK: Records

    @Test func recordsSayWhatWasAdjusted() throws {
        let settings = SamplingSettings(frequencyPenalty: 0.5, logitBias: [2: -.infinity])
        let trace = try SamplingChain(settings).trace(
            logits: [log(0.5), log(0.3), log(0.2)] as [Double], history: TokenHistory(completion: [1, 1]))
        let bias = trace.stages[0]
        #expect(bias.name == "logit-bias" && bias.setting == "1 token")
        #expect(bias.adjustments.map(\.token) == [2] && bias.adjustments[0].to == -.infinity)
        #expect(bias.received == 3 && bias.kept == 2)
        #expect(abs(bias.removedMass - 0.2) < 1e-12)
        let frequency = trace.stages[2]
        #expect(frequency.adjustments.map(\.token) == [1] && frequency.adjustments[0].count == 2)
        #expect(frequency.removedMass == 0)
        #expect(trace.before.count == 3)
        #expect(trace.distribution(before: 0) == trace.before)
        #expect(trace.distribution(before: 2) == trace.stages[1].distribution)
    }

    // MARK: Typical-p

    @Test func typicalKeepsWhatIsNearestToTheEntropy() throws {
        // The entropy is 1.16 nats; the surprises are 0.69, 1.39, 2.08 and 2.08.
        let logits = [0.5, 0.25, 0.125, 0.125].map { log($0) }
        func kept(_ share: Double, _ order: SamplingSettings.Order) throws -> [Int] {
            try SamplingChain(SamplingSettings(typicalP: share, order: order))
                .distribution(logits: logits).candidates.map(\.token)
        }
        for order in SamplingSettings.Order.allCases {
            #expect(try kept(0, order) == [1])
            #expect(try kept(0.2, order) == [1])
            #expect(try kept(0.6, order) == [0, 1])
            #expect(try kept(1, order) == [0, 1, 2, 3])
        }
        // Equally typical: Hugging Face keeps all, llama.cpp as many as it takes. And "reaches" against "exceeds".
        #expect(try kept(0.8, .openai) == [0, 1, 2, 3])
        #expect(try kept(0.8, .llamaCpp) == [0, 1, 2])
        #expect(try kept(0.25, .openai) == [1])
        #expect(try kept(0.25, .llamaCpp) == [0, 1])
    }

    @Test func typicalMayCutTheMostProbableToken() throws {
        let logits = [log(0.4)] + [Double](repeating: log(0.6 / 400), count: 400)
        let found = try SamplingChain(SamplingSettings(typicalP: 0.4)).distribution(logits: logits)
        #expect(found.count == 400)
        #expect(found.probability(of: 0) == 0 && !found.contains(0) && found.rank(of: 0) == nil)
        #expect(found.top.token == 1)
        #expect(found.candidates.allSatisfy { abs($0.probability - 1.0 / 400) < 1e-12 })
        #expect(draw(from: found, at: 0.999).token == 400)
    }

    // MARK: Orders

    @Test func comparisonSaysWhereTheOrdersDiffer() throws {
        let logits = [0.9, 0.05, 0.03, 0.02].map { Float(log($0)) }
        let found = try OrderComparison(SamplingSettings(temperature: 5, topP: 0.9), logits: logits)
        #expect(found.onlyOpenAI == [1, 2, 3])
        #expect(found.onlyLlamaCpp.isEmpty)
        #expect(abs(found.distance - (1 - found.openai.after.top.probability)) < 1e-12)
        let same = try OrderComparison(SamplingSettings(topP: 0.9), logits: logits)
        #expect(same.distance == 0 && same.onlyOpenAI.isEmpty)
    }
}
