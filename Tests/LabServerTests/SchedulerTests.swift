import LabServer
import LanguageModel
import Sampling
import TestSupport
import Testing
import Tokenization

@Suite struct SchedulerTests {
    private static func prompt(_ first: TokenID, _ count: Int) -> [TokenID] {
        [first] + [TokenID](repeating: 290, count: count - 1)
    }

    private static let greedy = GenerationOptions(settings: .greedy)

    private func with<Value>(positions: Int = 65_536, _ body: (Scheduler) async throws -> Value) async throws -> Value {
        let scheduler = Scheduler(positions: positions)
        defer { scheduler.stop() }
        return try await body(scheduler)
    }

    // MARK: What a text says

    /// Each text alone, by the plain loop, then all of them together.
    private func expectSameInCompany(_ model: any LanguageModel, _ prompts: [String], maxTokens: Int) async throws {
        let tasks = prompts.enumerated().map { index, prompt in
            let settings = SamplingSettings(
                temperature: 1, topP: index % 2 == 0 ? 1 : 0.9, frequencyPenalty: index % 3 == 0 ? 0.5 : 0,
                logitBias: index % 4 == 0 ? [5: -.infinity] : [:])
            return (
                model.promptTokens(for: [ChatTurn(.user, prompt)]),
                GenerationOptions(settings: settings, maxTokens: maxTokens, seed: UInt64(index), alternatives: 2)
            )
        }
        let alone = try tasks.map { prompt, options in
            var generation = try Generation(model: model, prompt: prompt, options: options)
            return (try generation.run().filter { !$0.isEnd }, generation.text)
        }
        try await with { scheduler in
            let texts = try tasks.map { try scheduler.write(with: model, prompt: $0.0, options: $0.1) }
            for (text, (steps, expected)) in zip(texts, alone) {
                let whole = try await text.rest()
                #expect(whole.text == expected)
                #expect(whole.written.map(\.drawn.token) == steps.map(\.token))
                #expect(whole.written.map(\.drawn.logProbability) == steps.map(\.logProbability))
            }
        }
    }

    private static let prompts = [
        "What is the capital of France?", "Tell me a story.", "Explain REST in one line.", "What is HTTP?",
        String(repeating: "The lighthouse keeper walked to the harbour. ", count: 30), "Hello!", "Name three colours.",
        "Tell me a story.", "What is an API?", "Count to ten.",
    ]

    @Test func textsOfTheCountingModelAreTheSameAloneAndInCompany() async throws {
        try await expectSameInCompany(NGramModel.shared, Self.prompts, maxTokens: 60)
    }

    @Test(.enabled(if: FetchedModels.areExpected))
    func textsOfSmolLM2AreTheSameAloneAndInCompany() async throws {
        let path = FetchedModels.path("model.gguf", of: LlamaModel.smollm2)
        try await expectSameInCompany(try LlamaModel(path: path, id: "smollm2"), Self.prompts, maxTokens: 12)
    }

    // MARK: Turns

    @Test func aTextGoesOnInEveryPassWhileALongPromptIsRead() async throws {
        let model = TallyModel(writing: [UInt8](repeating: 0x61, count: 100_000), isHeld: true)
        try await with { scheduler in
            let writer = try scheduler.write(with: model, prompt: Self.prompt(260, 4), options: Self.greedy)
            let reader = try scheduler.write(with: model, prompt: Self.prompt(261, 3000), options: Self.greedy)
            model.release()
            // The writer is read all the time, so it never has to pause.
            let reading = Task { while true { _ = try await writer.next() } }
            _ = try await reader.next()
            reading.cancel()
            let chunks = model.passes.filter { $0.contains { $0.text == 261 && $0.count > 1 } }
            let beside = chunks.filter { $0.contains { $0.text == 260 && $0.count == 1 } }
            #expect(chunks.count > 10)
            #expect(chunks.allSatisfy { $0.reduce(0) { $0 + $1.count } <= 256 })
            #expect(beside.allSatisfy { $0.reduce(0) { $0 + $1.count } <= 33 })
            #expect(!beside.isEmpty)
        }
    }

    @Test func aShortPromptDoesNotWaitForALongOne() async throws {
        let model = TallyModel(writing: [0x61], isHeld: true)
        try await with { scheduler in
            let long = try scheduler.write(with: model, prompt: Self.prompt(260, 50_000), options: Self.greedy)
            let short = try scheduler.write(with: model, prompt: Self.prompt(261, 20), options: Self.greedy)
            model.release()
            #expect(try await short.rest().text == "a")
            #expect(try await long.rest().text == "a")
            let ends = [260, 261].map { text -> Int in
                model.passes.lastIndex { pass in pass.contains { $0.text == text } } ?? -1
            }
            #expect(ends[1] < ends[0])
        }
    }

    @Test func aTextThatNobodyReadsPausesAndGoesOnWhenItIsRead() async throws {
        let text = [UInt8](repeating: 0x61, count: 500)
        let model = TallyModel(writing: text)
        try await with { scheduler in
            let slow = try scheduler.write(with: model, prompt: Self.prompt(260, 4), options: Self.greedy)
            let quick = try scheduler.write(with: model, prompt: Self.prompt(261, 4), options: Self.greedy)
            #expect(try await quick.rest().text.count == 500)
            let written = model.passes.count { $0.contains { $0.text == 260 } }
            #expect(written <= 33)
            #expect(try await slow.next().text == "a")
            #expect(try await slow.rest().text.count == 499)
        }
    }

    // MARK: Endings

    @Test func memoryIsFreeOnceATextIsOverCancelledOrForgotten() async throws {
        let model = TallyModel(writing: [UInt8](repeating: 0x61, count: 10_000))
        try await with { scheduler in
            let cancelled = try scheduler.write(with: model, prompt: Self.prompt(260, 4), options: Self.greedy)
            var forgotten: RunningText? = try scheduler.write(
                with: model, prompt: Self.prompt(261, 4), options: Self.greedy)
            _ = try await cancelled.next()
            _ = try await forgotten?.next()
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.rest() }
            await model.untilOpen(1)
            forgotten = nil
            await model.untilOpen(0)
            _ = try await scheduler.write(
                with: model, prompt: Self.prompt(262, 4), options: GenerationOptions(settings: .greedy, maxTokens: 3)
            ).rest()
            await model.untilOpen(0)
        }
    }

    @Test func aTextEndsOnceItIsNotWantedAndTheWaitingReaderLearnsOfIt() async throws {
        let model = TallyModel(writing: [UInt8](repeating: 0x61, count: 1_000_000))
        try await with { scheduler in
            let text = try scheduler.write(
                with: model, prompt: Self.prompt(260, 4), options: Self.greedy,
                isWanted: { model.passes.count < 20 })
            await #expect(throws: (any Error).self) { try await text.rest() }
            await model.untilOpen(0)
        }
    }

    @Test func aModelThatFailsEndsItsTextAlone() async throws {
        try await with { scheduler in
            let failing = CountingModel(pace: 0, failsAt: 3)
            let text = try scheduler.write(with: failing, prompt: [1], options: GenerationOptions(maxTokens: 9))
            let other = try scheduler.write(with: CountingModel(pace: 0), prompt: [1], options: .init(maxTokens: 9))
            #expect(try await text.next().text == " tick")
            #expect(try await text.next().text == " tick")
            await #expect(throws: ModelError.self) { try await text.next() }
            #expect(try await other.rest().tokens == 9)
        }
    }

    @Test func stoppingEndsAllTexts() async throws {
        let model = TallyModel(writing: [UInt8](repeating: 0x61, count: 1_000_000))
        let scheduler = Scheduler(positions: 1000)
        let text = try scheduler.write(with: model, prompt: Self.prompt(260, 4), options: Self.greedy)
        _ = try await text.next()
        scheduler.stop()
        await #expect(throws: CancellationError.self) { try await text.rest() }
        let late = try scheduler.write(with: model, prompt: Self.prompt(260, 4), options: Self.greedy)
        await #expect(throws: CancellationError.self) { try await late.next() }
    }

    @Test func aTextWithoutRoomForTokensIsOverAtOnce() async throws {
        try await with { scheduler in
            let text = try scheduler.write(
                with: NGramModel.shared, prompt: [1], options: GenerationOptions(maxTokens: 0))
            let step = try await text.next()
            #expect(step.text == "" && step.finish == .maxTokens && step.tokens == 0)
        }
    }

    // MARK: Memory

    @Test func textsBeyondTheMemoryWaitOrAreReadAgainAndSayTheSame() async throws {
        let text = [UInt8](repeating: 0x61, count: 60)
        let model = TallyModel(writing: text)
        try await with(positions: 400) { scheduler in
            let texts = try (0..<20).map {
                try scheduler.write(with: model, prompt: Self.prompt(260 + TokenID($0), 40), options: Self.greedy)
            }
            for text in texts { #expect(try await text.rest().text.count == 60) }
        }
        // Every text in memory may have grown by a token before it is seen that there is no more room.
        #expect(model.highest <= 420)
    }
}
