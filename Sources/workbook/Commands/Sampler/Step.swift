import ArgumentParser
import Sampling
import Terminal

struct Step: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "step",
        abstract: "Go from logits to a token one stage at a time, each with its formula and numbers.",
        discussion: """
            At a terminal any key goes on to the next stage, b back, q ends. `step "The sky is" -T 0.5 --top-p 0.9 --top-k 20`
            """
    )

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @OptionGroup var sampler: SamplerOptions

    @Option(help: "How many tokens to list at each stage.")
    var top: Int = 6

    @Option(help: "Seed of the draw at the end.")
    var seed: UInt64 = 1

    @OptionGroup var chart: ChartOptions

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 token must be listed.") }
    }

    mutating func run(in session: Session) async throws {
        let next = try session.nextToken(
            after: prompt, by: sampler.choice, example: "step \"The sky is\" -T 0.5 --top-p 0.9")
        let view = StepView(next: next, trace: try next.trace(sampler.settings), top: top, seed: seed)
        guard !chart.json else { return try session.show(view, as: chart) }
        let (pages, output) = (view.pages, session.output)
        StepThrough(output: output).show(pages.count) { pages[$0].lines(width: output.width, unicode: output.unicode) }
        try session.save(view, as: chart)
    }
}
