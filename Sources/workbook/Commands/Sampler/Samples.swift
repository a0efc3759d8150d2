import ArgumentParser
import Sampling
import Terminal

struct Samples: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "samples",
        abstract: "Draw the next token many times, count, and compare with the exact distribution.",
        discussion: """
            `samples "The sky is" -n 1000 -T 0.7`. A chi-square test says how far counts and probabilities are apart, and how \
            often chance alone would bring them as far.
            """
    )

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @Option(name: [.customShort("n"), .long], help: "How many tokens to draw.")
    var count: Int = 1000

    @OptionGroup var sampler: SamplerOptions

    @Option(help: "Seed of the draws; chosen anew each time when left out.")
    var seed: UInt64?

    @Option(help: "How many tokens to list.")
    var top: Int = 10

    @OptionGroup var chart: ChartOptions

    private static let limit = 10_000_000

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 token must be listed.") }
        if !(1...Self.limit).contains(count) {
            throw ValidationError("-n is \(count): 1 to \(Self.limit) tokens can be drawn.")
        }
    }

    mutating func run(in session: Session) async throws {
        let next = try session.nextToken(
            after: prompt, by: sampler.choice, example: "samples \"The sky is\" -n 1000")
        let seed = seed ?? UInt64.random(in: 0...999_999)
        var generator = SeededGenerator(seed: seed)
        var tally = DrawTally(of: try next.trace(sampler.settings).after)
        let progress = ProgressLine("drawing", on: session.output)
        for index in 0..<count {
            tally.draw(using: &generator)
            if index.isMultiple(of: 1000) {
                if index > 20_000 { progress.update(Double(index) / Double(count)) }
                await Task.yield()
                try Task.checkCancellation()
            }
        }
        progress.finish()
        let view = SamplesView(next: next, tally: tally, settings: sampler.settings, seed: seed, top: top)
        try session.show(view, as: chart)
    }
}
