import ArgumentParser
import LanguageModel
import ModelAPI
import Sampling
import Terminal

struct Generate: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Let the model write on after a prompt.",
        discussion: """
            The same seed, settings and prompt give the same text. Ctrl-C stops it.

            --alternatives marks each token by its probability, lists what else it could have been, and shows each draw: the \
            random number on the line of probabilities. --trace shows what is held back while a stop string may be beginning, \
            where the text was cut, and what ended it.
            """
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

    @Option(
        defaultAsFlag: AlternativeCount.usual, parsing: .next,
        help: "Show each draw, and this many tokens that might have come instead.")
    var alternatives: AlternativeCount?

    @Flag(help: "Show what is held back for a stop string, and what ended the text.")
    var trace = false

    @OptionGroup var chart: ChartOptions

    mutating func validate() throws {
        if case .count(let count) = alternatives, !(1...20).contains(count) {
            throw ValidationError("--alternatives is \(count): 1 to 20 can be listed.")
        }
    }

    mutating func run(in session: Session) async throws {
        let prompt = try session.prompt(words, example: "generate \"Once upon a\" --temperature 0.8")
        let chosen = try sampler.choice.model(in: session)
        // A view of numbers shows those that any other correct implementation comes to.
        let showsSteps = alternatives != nil || trace || chart.svg != nil
        let model = exact || showsSteps ? chosen.exact : chosen
        let seed = seed ?? UInt64.random(in: 0...999_999)
        let tokens = model.promptTokens(for: prompt)
        var generation = try Generation(
            model: model, prompt: tokens,
            options: GenerationOptions(
                settings: sampler.settings, stop: stop, maxTokens: maxTokens, seed: seed,
                keepsTrace: showsSteps || session.projector != nil))
        var projected = session.projectGeneration(after: prompt, by: model)
        var steps: [TokenStep] = []
        var times = GenerationTimes()
        let started = ContinuousClock.now
        let streams = !chart.json && alternatives == nil
        if streams { session.write(DisplayText(prompt, style: .dim)) }
        while let step = try generation.next() {
            if times.toFirstToken == .zero { times.toFirstToken = ContinuousClock.now - started }
            steps.append(TokenStep(step, listing: alternatives?.value ?? 0))
            if streams, !step.text.isEmpty { session.write(DisplayText(step.text)) }
            projected?.show(step)
            if Task.isCancelled {
                projected?.finish("stopped")
                // What is told next begins in a line of its own.
                if streams { session.say("") }
                throw CancellationError()
            }
            await Task.yield()
        }
        times.inAll = ContinuousClock.now - started
        if streams { session.say("") }
        let view = GenerationView(
            generation: generation, prompt: prompt, promptTokens: tokens, steps: steps, times: times, seed: seed,
            alternatives: alternatives?.value ?? (trace ? nil : chart.svg.map { _ in AlternativeCount.usual.value }),
            stop: trace ? stop : nil, maxTokens: maxTokens)
        projected?.finish(view.outcome)
        if chart.json || alternatives != nil || trace {
            try session.show(view, as: chart)
        } else {
            session.sayWrapped([view.outcome])
            try session.save(view, as: chart)
        }
    }

    /// The prompt. A word after --alternatives that is no number belongs to it.
    private var words: [String] {
        if case .word(let word) = alternatives { [word] + prompt } else { prompt }
    }
}

/// How many alternatives to list, or the word that stood where the number might have stood.
enum AlternativeCount: ExpressibleByArgument, CustomStringConvertible {
    case count(Int)
    case word(String)

    static let usual = AlternativeCount.count(4)

    init?(argument: String) { self = Int(argument).map { .count($0) } ?? .word(argument) }

    var value: Int {
        switch self {
        case .count(let count): count
        case .word: Self.usual.value
        }
    }

    var description: String { "\(value)" }
}
