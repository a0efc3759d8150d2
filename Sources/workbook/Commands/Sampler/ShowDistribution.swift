import ArgumentParser
import LanguageModel
import Sampling

struct ShowDistribution: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "distribution",
        abstract: "Show the model's next-token distribution after a prompt, before and after the sampler's settings.",
        discussion: """
            Real logits, computed now. `distribution "The sky is" --temperature 0.3 --top-p 0.9`

            --jsonl reads lines from standard input and answers each with {"probabilities":{"INDEX":p,…}}, the most \
            probable first: the tokens that can be drawn. A line is {"logits":[…]}, where a logit may be "-inf", and \
            what is to change of temperature, top_p, top_k, min_p, typical_p, repetition_penalty, frequency_penalty, \
            presence_penalty, logit_bias (an object), prompt_tokens and completion_tokens (what the penalties count), \
            and order.
            """
    )

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @OptionGroup var sampler: SamplerOptions

    @Option(help: "How many tokens to list.")
    var top: Int = 12

    @Option(help: "Draw a token with this seed, and show where the random number falls.")
    var seed: UInt64?

    @OptionGroup var chart: ChartOptions

    @Flag(help: "Answer lines of JSON on standard input, one by one.")
    var jsonl = false

    @Option(help: "With --jsonl: draw from each line's logits this many times, and report the seconds that each took.")
    var time: Int?

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 token must be listed.") }
        if jsonl, !prompt.isEmpty { throw ValidationError("There is a prompt, and --jsonl as well: give one of them.") }
        if time != nil, !jsonl { throw ValidationError("--time times the lines of --jsonl: give that too.") }
        if let time, time < 1 { throw ValidationError("--time is \(time): at least 1 draw must be timed.") }
    }

    mutating func run(in session: Session) async throws {
        if jsonl { return try answerLines(in: session) }
        let next = try session.nextToken(
            after: prompt, by: sampler.choice, example: "distribution \"The capital of France is\" --temperature 0.3")
        let view = DistributionView(next: next, trace: try next.trace(sampler.settings), top: top, seed: seed)
        try session.show(view, as: chart)
    }

    @MainActor
    private func answerLines(in session: Session) throws {
        try session.forEachInputLine { number, line in
            do {
                let question = try DistributionLine(line, defaults: sampler.settings)
                session.output.writeJSON(try time.map { try question.times(draws: $0) } ?? question.answer())
            } catch {
                throw Failure(
                    "Line \(number) of standard input: \(error).",
                    next: "`help distribution` says what a line may hold.")
            }
        }
    }
}
