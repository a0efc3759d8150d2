import Foundation
import Sampling
import Testing

@Suite struct SamplingChainTests {
    /// Logits whose softmax is `probabilities`.
    private func logits(_ probabilities: [Double]) -> [Double] { probabilities.map { log($0) } }

    private func kept(_ logits: [Double], _ settings: SamplingSettings) throws -> [Int] {
        try SamplingChain(settings).distribution(logits: logits).candidates.map(\.token)
    }

    // MARK: Settings

    @Test(arguments: [
        (SamplingSettings(temperature: -0.1), "temperature is -0.1, but must be a finite number, 0 or more"),
        (SamplingSettings(temperature: .nan), "temperature is nan, but must be a finite number, 0 or more"),
        (SamplingSettings(temperature: .infinity), "temperature is inf, but must be a finite number, 0 or more"),
        (SamplingSettings(topP: 1.01), "top-p is 1.01, but must be a number from 0 to 1"),
        (SamplingSettings(topP: -1), "top-p is -1.0, but must be a number from 0 to 1"),
        (SamplingSettings(topP: .nan), "top-p is nan, but must be a number from 0 to 1"),
        (SamplingSettings(topK: 0), "top-k is 0, but must be a whole number, 1 or more"),
        (SamplingSettings(minP: 2), "min-p is 2.0, but must be a number from 0 to 1"),
    ])
    func settingsOutOfRangeAreRefusedWithTheRange(_ settings: SamplingSettings, _ message: String) {
        let error = #expect(throws: SamplingError.self) { try SamplingChain(settings) }
        #expect(error?.description == message)
    }

    // MARK: Logits

    @Test func logitsThatNoProbabilityCanComeFromAreRefused() throws {
        let chain = try SamplingChain(SamplingSettings())
        #expect(throws: SamplingError.noLogits) { try chain.distribution(logits: [Double]()) }
        #expect(throws: SamplingError.notANumber(token: 1)) { try chain.distribution(logits: [1, .nan, 2]) }
        #expect(throws: SamplingError.notANumber(token: 0)) { try chain.distribution(logits: [.nan, 1, 2]) }
        #expect(throws: SamplingError.positiveInfinity(token: 2)) { try chain.distribution(logits: [1, 2, .infinity]) }
        #expect(throws: SamplingError.allExcluded(count: 2)) {
            try chain.distribution(logits: [-.infinity, -.infinity] as [Double])
        }
        #expect(throws: SamplingError.notANumber(token: 1)) { try chain.trace(logits: [1, Float.nan]) }
    }

    @Test func excludedTokensAreNeverCandidates() throws {
        let distribution = try SamplingChain(SamplingSettings()).distribution(logits: [-.infinity, 1, -.infinity, 1])
        #expect(distribution.candidates.map(\.token) == [1, 3])
        #expect(distribution.candidates.map(\.probability) == [0.5, 0.5])
        #expect(distribution.probability(of: 0) == 0)
        #expect(distribution.rank(of: 0) == nil)
    }

    @Test func oneTokenIsCertain() throws {
        for order in SamplingSettings.Order.allCases {
            let settings = SamplingSettings(temperature: 0.3, topP: 0.2, topK: 5, minP: 1, order: order)
            let distribution = try SamplingChain(settings).distribution(logits: [-40])
            #expect(distribution.top.probability == 1)
            #expect(distribution.entropy == 0)
            #expect(distribution.perplexity == 1)
        }
    }

    // MARK: Stages

    @Test func temperatureZeroKeepsTheFirstMaximum() throws {
        for order in SamplingSettings.Order.allCases {
            #expect(try kept([1, 4, 4, 2], SamplingSettings(temperature: 0, order: order)) == [1])
        }
    }

    @Test func topPZeroKeepsOneAndTopPOneKeepsAll() throws {
        #expect(try kept([1, 3, 2], SamplingSettings(topP: 0)) == [1])
        #expect(try kept([1, 3, 2, -900], SamplingSettings(topP: 1)) == [1, 2, 0, 3])
    }

    @Test func nucleusIsTheSmallestSetThatReachesP() throws {
        let logits = logits([0.5, 0.3, 0.2])
        #expect(try kept(logits, SamplingSettings(topP: 0.5)) == [0])
        #expect(try kept(logits, SamplingSettings(topP: 0.51)) == [0, 1])
        // 0.5 + 0.3 is 0.8 for a person, whatever it is after a logarithm and an exponential.
        #expect(try kept(logits, SamplingSettings(topP: 0.8)) == [0, 1])
        #expect(try kept(logits, SamplingSettings(topP: 0.81)) == [0, 1, 2])
    }

    @Test func nucleusKeepsItsTokensWhenManySmallProbabilitiesAreSummed() throws {
        let flat = [Double](repeating: 0, count: 1000)
        #expect(try kept(flat, SamplingSettings(topP: 0.999)).count == 999)
        #expect(try kept(flat, SamplingSettings(topP: 0.5)) == Array(0..<500))
    }

    @Test func tiesAtTheKthAllStayInOpenAIOrderAndExactlyKInLlamaCppOrder() throws {
        let logits: [Double] = [3, 1, 2, 2, 2, 0]
        #expect(try kept(logits, SamplingSettings(topK: 2, order: .openai)) == [0, 2, 3, 4])
        #expect(try kept(logits, SamplingSettings(topK: 2, order: .llamaCpp)) == [0, 2])
        #expect(try kept(logits, SamplingSettings(topK: 99)) == [0, 2, 3, 4, 1, 5])
    }

    @Test func minPIsAFractionOfTheHighestProbability() throws {
        let logits = logits([0.5, 0.25, 0.125, 0.125])
        #expect(try kept(logits, SamplingSettings(minP: 0.5)) == [0, 1])
        #expect(try kept(logits, SamplingSettings(minP: 0.6)) == [0])
        #expect(try kept([2, 2, 1], SamplingSettings(minP: 1)) == [0, 1])
    }

    @Test func orderDecidesWhatAHighTemperatureLetsIn() throws {
        let logits = logits([0.9, 0.05, 0.03, 0.02])
        let hot = SamplingSettings(temperature: 5, topP: 0.9, order: .openai)
        #expect(try kept(logits, hot) == [0, 1, 2, 3])
        #expect(try kept(logits, SamplingSettings(temperature: 5, topP: 0.9, order: .llamaCpp)) == [0])
    }

    @Test func extremeTemperaturesStayFinite() throws {
        for temperature in [Double.leastNonzeroMagnitude, 1e-300, 1e-3, 1e3, 1e300, Double.greatestFiniteMagnitude] {
            let distribution = try SamplingChain(SamplingSettings(temperature: temperature))
                .distribution(logits: [1, 3, 2, -1e300, 1e-300])
            let sum = distribution.candidates.reduce(0) { $0 + $1.probability }
            #expect(abs(sum - 1) < 1e-9)
            #expect(distribution.top.token == 1)
        }
    }

    // MARK: Trace

    @Test func traceAccountsForEveryTokenAndAllMass() throws {
        let settings = SamplingSettings(temperature: 0.5, topP: 0.9, topK: 3, minP: 0.2)
        let trace = try SamplingChain(settings).trace(logits: [1, 2, 3, 0.5, -1])
        let active = trace.stages.filter { !$0.isOff }
        #expect(active.map(\.name) == ["temperature", "top-k", "top-p", "min-p"])
        #expect(active.map(\.setting) == ["0.5", "3", "0.9", "0.2"])
        var received = trace.before
        for stage in trace.stages {
            #expect(stage.received == received.count)
            #expect(stage.kept == stage.distribution.count)
            #expect(abs(stage.removedMass - (1 - received.mass(ofFirst: stage.kept))) < 1e-12)
            #expect(abs(stage.distribution.mass(ofFirst: stage.kept) - 1) < 1e-12)
            received = stage.distribution
        }
        #expect(trace.after == received)
        #expect(trace.before.top.logit == 3)
        #expect(trace.after.top.logit == 6)
    }

    @Test func stagesThatAreOffChangeNothing() throws {
        let trace = try SamplingChain(SamplingSettings(order: .llamaCpp)).trace(logits: [1, 2, 3])
        #expect(
            trace.stages.map(\.name) == [
                "logit-bias", "repetition-penalty", "frequency-penalty", "presence-penalty", "top-k", "typical-p",
                "top-p",
                "min-p", "temperature",
            ])
        #expect(trace.stages.map(\.setting) == [String](repeating: "off", count: 8) + ["1.0"])
        #expect(trace.stages.allSatisfy { $0.removedMass == 0 && $0.distribution == trace.before })
    }

    @Test func entropyIsInBits() throws {
        let fair = try SamplingChain(SamplingSettings()).distribution(logits: [7, 7, 7, 7] as [Double])
        #expect(abs(fair.entropy - 2) < 1e-12)
        #expect(abs(fair.perplexity - 4) < 1e-12)
    }

    // MARK: Order of candidates

    @Test func candidatesAreSortedByLogitThenIndexForAnyLogits() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let count = Int.random(in: 1...400, using: &generator)
            let spread = Double.random(in: 0...60, using: &generator)
            let logits = (0..<count).map { _ in
                let value = Double.random(in: -spread...spread, using: &generator)
                return Bool.random(using: &generator) ? value : value.rounded()
            }
            let expected = logits.indices.sorted {
                logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
            }
            #expect(try kept(logits, SamplingSettings()) == expected)
            let nucleus = try kept(logits, SamplingSettings(topP: 0.7))
            #expect(nucleus == Array(expected.prefix(nucleus.count)))
        }
    }

    @Test func logProbabilitiesAreTheModelsOwn() throws {
        let logits: [Float] = [1, 3, 2]
        let own = try LogProbabilities(logits: logits)
        let before = try SamplingChain(SamplingSettings(temperature: 0.1)).trace(logits: logits).before
        for candidate in before.candidates {
            #expect(abs(own.logProbability(of: candidate.token) - log(candidate.probability)) < 1e-12)
        }
        #expect(own.top(2).map(\.token) == [1, 2])
        #expect(own.top(9).count == 3)
    }
}
