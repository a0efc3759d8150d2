import LabServer
import LanguageModel
import Sampling
import Testing
import Tokenization

/// Log-probabilities list exactly the tokens of the text that comes with them.
@Suite struct WrittenTokenTests {
    /// The steps of a text of one-byte tokens.
    private func steps(_ bytes: [UInt8], stop: [String] = [], maxTokens: Int? = nil) async throws -> [RunningText.Step]
    {
        let scheduler = Scheduler(positions: 1000)
        defer { scheduler.stop() }
        let options = GenerationOptions(settings: .greedy, stop: stop, maxTokens: maxTokens, alternatives: 3)
        let text = try scheduler.write(with: TallyModel(writing: bytes), prompt: [260], options: options)
        var steps: [RunningText.Step] = []
        repeat { steps.append(try await text.next()) } while steps.last?.finish == nil
        return steps
    }

    private func bytes(_ steps: [RunningText.Step]) -> [UInt8] { steps.flatMap { $0.written.flatMap(\.drawn.bytes) } }

    @Test func everyStepListsTheTokensOfItsTextAndTheEndTokenIsNone() async throws {
        let steps = try await steps(Array("a🙂é!".utf8))
        #expect(steps.map(\.text) == ["a", "", "", "", "🙂", "", "é", "!", ""])
        for step in steps { #expect(step.written.flatMap(\.drawn.bytes) == Array(step.text.utf8)) }
        #expect(steps.allSatisfy { $0.written.allSatisfy { $0.top.count == 3 && $0.top[0] == $0.drawn } })
        #expect(steps.last?.finish == .endOfText)
    }

    @Test func tokensHeldForAPossibleStopStringComeWithTheStepThatReleasesThem() async throws {
        let steps = try await steps(Array("the enemy".utf8), stop: ["end"])
        #expect(steps.map(\.text).joined() == "the enemy")
        #expect(bytes(steps) == Array("the enemy".utf8))
        for step in steps { #expect(step.written.flatMap(\.drawn.bytes) == Array(step.text.utf8)) }
    }

    @Test func tokensThatAStopStringCutsAreNotListed() async throws {
        let steps = try await steps(Array("é is the end of it".utf8), stop: [" end"])
        #expect(steps.map(\.text).joined() == "é is the")
        #expect(bytes(steps) == Array("é is the".utf8))
        #expect(steps.last?.finish == .stopSequence(" end"))
    }

    @Test func aTokenThatAStopStringCutsInTheMiddleIsNotListed() async throws {
        let scheduler = Scheduler(positions: 1000)
        defer { scheduler.stop() }
        let model = NGramModel.shared
        // " Paris" and "." are two tokens.
        let options = GenerationOptions(settings: .greedy, stop: ["ris."], alternatives: 0)
        let text = try scheduler.write(
            with: model, prompt: model.tokenizer.encode("The capital of France is"), options: options)
        let whole = try await text.rest()
        #expect(whole.text == " Pa")
        #expect(whole.written.isEmpty)
    }

    @Test func bytesThatAreNoTextAreListedWithTheirReplacement() async throws {
        // A lead byte that an ASCII letter cuts off; a lone continuation byte; an unfinished character at the end.
        let steps = try await steps([0xF0, 0x9F, 0x61, 0x80, 0x62, 0xC3], maxTokens: 6)
        #expect(steps.map(\.text).joined() == "\u{FFFD}a\u{FFFD}b\u{FFFD}")
        #expect(bytes(steps) == [0xF0, 0x9F, 0x61, 0x80, 0x62, 0xC3])
        #expect(steps.last?.finish == .maxTokens)
    }

    @Test func aBrokenCharacterBeforeAStopStringIsListedWithoutIt() async throws {
        let steps = try await steps([0x61, 0xC3, 0x53, 0x54, 0x62], stop: ["ST"])
        #expect(steps.map(\.text).joined() == "a\u{FFFD}")
        #expect(bytes(steps) == [0x61, 0xC3])
    }

    @Test func withoutBeingAskedNoTokenIsListed() async throws {
        let scheduler = Scheduler(positions: 1000)
        defer { scheduler.stop() }
        let text = try scheduler.write(
            with: TallyModel(writing: [0x61]), prompt: [260], options: GenerationOptions(settings: .greedy))
        #expect(try await text.rest().written.isEmpty)
    }
}
