import ArgumentParser
import LanguageModel
import Sampling
import Terminal
import Tokenization

struct Generate: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Let the model write on after a prompt.",
        discussion: "The same seed, settings and prompt give the same text. Ctrl-C stops it."
    )

    @Argument(parsing: .remaining, help: "The text to go on from.")
    var prompt: [String] = []

    @OptionGroup var sampler: SamplerOptions

    @Option(help: "The most tokens to write.")
    var maxTokens: Int = 60

    @Option(help: "End before this text; may be given several times.")
    var stop: [String] = []

    @Option(help: "Seed of the random draws; chosen anew each time when left out.")
    var seed: UInt64?

    @Flag(help: "Compute in full precision: slower, and the same as `logits --exact` and `distribution`.")
    var exact = false

    @Flag(help: "Text, tokens, finish reason and rate, as JSON.")
    var json = false

    mutating func run(in session: Session) async throws {
        guard !prompt.isEmpty else {
            throw Failure("There is no prompt.", next: "For example: generate \"Once upon a\" --temperature 0.8")
        }
        let chosen = try sampler.choice.model(in: session)
        let model = exact ? chosen.exact : chosen
        let prompt = prompt.joined(separator: " ")
        let seed = seed ?? UInt64.random(in: 0...999_999)
        var generation = try Generation(
            model: model, prompt: model.promptTokens(for: prompt),
            options: GenerationOptions(settings: sampler.settings, stop: stop, maxTokens: maxTokens, seed: seed))
        var tokens: [TokenID] = []
        var times = GenerationTimes()
        let started = ContinuousClock.now
        if !json { session.write(DisplayText(prompt, style: .dim)) }
        while let step = try generation.next() {
            if times.toFirstToken == .zero { times.toFirstToken = ContinuousClock.now - started }
            if !step.isEnd { tokens.append(step.token) }
            if !json, !step.text.isEmpty { session.write(DisplayText(step.text)) }
            if Task.isCancelled {
                // What is told next begins in a line of its own.
                if !json { session.say("") }
                throw CancellationError()
            }
            await Task.yield()
        }
        times.inAll = ContinuousClock.now - started
        if json {
            session.output.writeJSON(
                GenerationView.json(of: generation, tokens: tokens, times: times, seed: seed).serialized(pretty: true))
        } else {
            session.say("")
            session.sayWrapped([GenerationView.outcome(of: generation, model: model, times: times, seed: seed)])
        }
    }
}
