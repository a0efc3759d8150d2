import Foundation
import LanguageModel
import Sampling
import Testing
import Tokenization

@Suite struct GenerationTests {
    let model = NGramModel.shared

    private func generation(_ prompt: String, _ options: GenerationOptions) throws -> Generation {
        try Generation(model: model, prompt: model.tokenizer.encode(prompt), options: options)
    }

    private func run(_ prompt: String, _ options: GenerationOptions) throws -> (Generation, [GenerationStep]) {
        var generation = try generation(prompt, options)
        let steps = try generation.run()
        return (generation, steps)
    }

    @Test func sameSeedGivesTheSameTextAndAnotherSeedAnother() throws {
        let texts = try (0..<20).map { seed in
            let options = GenerationOptions(maxTokens: 40, seed: UInt64(seed))
            let (first, steps) = try run("Once upon a", options)
            let (second, again) = try run("Once upon a", options)
            #expect(first.text == second.text)
            #expect(steps.map(\.draw) == again.map(\.draw))
            return first.text
        }
        #expect(Set(texts).count > 3)
    }

    @Test func textIsTheStepsTextsJoinedAndTheTokensDecoded() throws {
        for seed: UInt64 in 0..<30 {
            let settings = SamplingSettings(temperature: seed.isMultiple(of: 2) ? 1 : 3)
            let (generation, steps) = try run("", GenerationOptions(settings: settings, maxTokens: 60, seed: seed))
            #expect(generation.text == steps.map(\.text).joined())
            #expect(generation.text == model.tokenizer.decode(steps.map(\.token)))
            #expect(generation.completionTokenCount == steps.filter { !$0.isEnd }.count)
            #expect(generation.finish == (steps.last?.isEnd == true ? .endOfText : .maxTokens))
        }
    }

    @Test func generationEndsAtTheEndOfText() throws {
        let (generation, steps) = try run("The capital of France is", GenerationOptions(settings: .greedy))
        #expect(generation.text == " Paris.")
        #expect(generation.finish == .endOfText)
        #expect(generation.promptTokenCount == 5)
        #expect(generation.completionTokenCount == 2)
        #expect(steps.map(\.isEnd) == [false, false, true])
    }

    @Test func nothingFollowsTheEnd() throws {
        var generation = try generation("The capital of France is", GenerationOptions(settings: .greedy))
        _ = try generation.run()
        #expect(try generation.next() == nil)
    }

    @Test func maxTokensEndsTheTextInTheMiddle() throws {
        let options = GenerationOptions(settings: .greedy, maxTokens: 1)
        let (generation, steps) = try run("The capital of France is", options)
        #expect(generation.text == " Paris")
        #expect(generation.finish == .maxTokens)
        #expect(steps.count == 1)
    }

    @Test func maxTokensZeroGeneratesNothing() throws {
        let (generation, steps) = try run("The sky is", GenerationOptions(maxTokens: 0))
        #expect(steps.isEmpty)
        #expect(generation.text == "")
        #expect(generation.finish == .maxTokens)
        #expect(generation.completionTokenCount == 0)
    }

    @Test func stopStringAcrossTokensIsCutOffWithWhatFollows() throws {
        // " Paris" and "." are two tokens.
        let options = GenerationOptions(settings: .greedy, stop: ["ris."])
        let (generation, steps) = try run("The capital of France is", options)
        #expect(generation.text == " Pa")
        #expect(steps.map(\.text) == [" Pa", ""])
        #expect(generation.finish == .stopSequence("ris."))
        #expect(steps.map(\.held.text) == ["ris", ""])
        #expect(steps.map(\.held.stops) == [["ris."], []])
        #expect(generation.discardedText == "ris.")
    }

    @Test func releasedAndHeldTextTogetherAreTheTokensText() throws {
        let options = GenerationOptions(stop: ["the end"], maxTokens: 40, seed: 3)
        let (generation, steps) = try run("Tell me a story.\n", options)
        #expect(generation.finish == .maxTokens)
        var released = ""
        var bytes: [UInt8] = []
        // The last token lets out all that was held back.
        for step in steps.dropLast() {
            released += step.text
            bytes += generation.model.tokenizer.bytes(of: step.token)
            #expect(Array((released + step.held.text).utf8) + step.held.bytes == bytes)
        }
        #expect(steps.contains { !$0.held.isEmpty })
        #expect(steps.last?.held.isEmpty == true)
    }

    @Test func possibleStopStringIsReleasedWhenTheTextEndsOtherwise() throws {
        let options = GenerationOptions(settings: .greedy, stop: [".\n"])
        let (generation, steps) = try run("The capital of France is", options)
        #expect(generation.text == " Paris.")
        #expect(steps.map(\.text) == [" Paris", "", "."])
        #expect(generation.finish == .endOfText)
        let short = GenerationOptions(settings: .greedy, stop: [".\n"], maxTokens: 2)
        #expect(try run("The capital of France is", short).0.text == " Paris.")
    }

    @Test func stopStringsNeverLeakWhateverTheSeed() throws {
        for seed: UInt64 in 0..<40 {
            let free = try run("Tell me a story.\n", GenerationOptions(maxTokens: 60, seed: seed)).0
            let stopped = try run(
                "Tell me a story.\n", GenerationOptions(stop: ["the ", ". "], maxTokens: 60, seed: seed)
            ).0
            let starts = ["the ", ". "].compactMap { free.text.range(of: $0)?.lowerBound }
            if let first = starts.min() {
                #expect(stopped.text == String(free.text[..<first]))
            } else {
                #expect(stopped.text == free.text)
            }
        }
    }

    @Test func characterOfSeveralTokensIsReleasedWhole() throws {
        let scripted = ScriptedModel(tokens: Array("a🙂é".utf8).map { TokenID($0) + 1 })
        let tokenizer = scripted.tokenizer
        var generation = try Generation(model: scripted, prompt: [], options: GenerationOptions(settings: .greedy))
        let steps = try generation.run()
        #expect(steps.map(\.text) == ["a", "", "", "", "🙂", "", "é", ""])
        #expect(generation.text == "a🙂é")
        #expect(generation.completionTokenCount == tokenizer.encode("a🙂é").count)
        var cut = try Generation(
            model: scripted, prompt: [], options: GenerationOptions(settings: .greedy, maxTokens: 3))
        #expect(try cut.run().map(\.text) == ["a", "", "\u{FFFD}"])
    }

    @Test func settingsStopStringsAndCountsThatCannotBeAreRefused() {
        #expect(throws: SamplingError.self) {
            try generation("", GenerationOptions(settings: SamplingSettings(topP: 2)))
        }
        #expect(throws: SamplingError.emptyStopString(position: 0)) {
            try generation("", GenerationOptions(stop: [""]))
        }
        #expect(throws: ModelError.negativeMaxTokens(-1)) { try generation("", GenerationOptions(maxTokens: -1)) }
    }

    @Test func promptLongerThanTheContextIsRefusedAndOneAsLongGeneratesNothing() throws {
        let limit = model.contextLength
        #expect(throws: ModelError.promptTooLong(tokens: limit + 1, contextLength: limit)) {
            try Generation(model: model, prompt: [TokenID](repeating: 1, count: limit + 1))
        }
        let full = try Generation(model: model, prompt: [TokenID](repeating: 1, count: limit))
        #expect(full.finish == .maxTokens)
    }

    @Test func traceAndAlternativesComeOnRequestAndChangeNothing() throws {
        let settings = SamplingSettings(temperature: 0.8, topP: 0.9)
        let plain = GenerationOptions(settings: settings, maxTokens: 20, seed: 3)
        var full = plain
        full.keepsTrace = true
        full.alternatives = 5
        let (_, bare) = try run("The sky is", plain)
        let (_, rich) = try run("The sky is", full)
        #expect(bare.map(\.draw) == rich.map(\.draw))
        #expect(bare.allSatisfy { $0.trace == nil && $0.logProbability == nil && $0.alternatives.isEmpty })
        for step in rich {
            let trace = try #require(step.trace)
            let logProbability = try #require(step.logProbability)
            #expect(trace.stages.count == SamplingStage.allCases.count)
            #expect(abs(exp(logProbability) - trace.before.probability(of: Int(step.token))) < 1e-9)
            #expect(step.alternatives.map { Int($0.token) } == trace.before.candidates.prefix(5).map(\.token))
        }
    }

    /// Pearson's test on first tokens: with these fixed seeds they fit the model's distribution.
    @Test func firstTokensOfManySeedsFitTheDistribution() throws {
        let context = model.makeContext()
        let logits = try context.logits(appending: model.tokenizer.encode("My favourite colour is"))
        let distribution = try SamplingChain(SamplingSettings(topK: 6)).distribution(logits: logits)
        let rounds = 3000
        var counts: [Int: Int] = [:]
        for seed in 0..<rounds {
            let options = GenerationOptions(settings: SamplingSettings(topK: 6), maxTokens: 1, seed: UInt64(seed))
            let (_, steps) = try run("My favourite colour is", options)
            counts[Int(steps[0].token), default: 0] += 1
        }
        let statistic = distribution.candidates.reduce(0.0) { sum, candidate in
            let expected = candidate.probability * Double(rounds)
            let difference = Double(counts[candidate.token] ?? 0) - expected
            return sum + difference * difference / expected
        }
        #expect(distribution.count == 6)
        // Five degrees of freedom: 99.9 % of fair samples stay below 20.5.
        #expect(statistic < 20.5)
    }
}

/// A model that is certain of each next token.
private struct ScriptedModel: LanguageModel {
    final class Context: ModelContext {
        let tokens: [TokenID]
        let size: Int
        var position = -1

        init(_ tokens: [TokenID], size: Int) {
            self.tokens = tokens
            self.size = size
        }

        func logits(appending: [TokenID]) -> [Float] {
            position += 1
            var logits = [Float](repeating: 0, count: size)
            logits[Int(position < tokens.count ? tokens[position] : WordTokenizer.endOfText)] = 10
            return logits
        }
    }

    var tokens: [TokenID]
    let id = "scripted"
    let tokenizer: any Tokenizer = WordTokenizer()
    let contextLength = 100
    let endTokens: Set<TokenID> = [WordTokenizer.endOfText]

    func promptTokens(for turns: [ChatTurn]) -> [TokenID] { [] }
    func makeContext() -> any ModelContext { Context(tokens, size: tokenizer.vocabularySize) }
}
