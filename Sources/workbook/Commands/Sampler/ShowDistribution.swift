import ArgumentParser
import LanguageModel
import Sampling

struct ShowDistribution: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "distribution",
        abstract: "Show the model's next-token distribution after a prompt, before and after the sampler's settings.",
        discussion: "Real logits, computed now. `distribution \"The sky is\" --temperature 0.3 --top-p 0.9`"
    )

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @OptionGroup var sampler: SamplerOptions

    @Option(help: "How many tokens to list.")
    var top: Int = 12

    @Flag(help: "The numbers, as JSON.")
    var json = false

    mutating func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top): at least 1 token must be listed.") }
    }

    mutating func run(in session: Session) async throws {
        guard !prompt.isEmpty else {
            throw Failure(
                "There is no prompt.", next: "For example: distribution \"The capital of France is\" --temperature 0.3")
        }
        let model = try session.models.model(named: sampler.model)
        let chain = try SamplingChain(sampler.settings)
        let prompt = prompt.joined(separator: " ")
        let logits = try model.makeContext().logits(appending: model.tokenizer.encode(prompt))
        let view = DistributionView(
            model: model, prompt: prompt, settings: sampler.settings, trace: try chain.trace(logits: logits), top: top)
        if json {
            session.output.writeJSON(view.json.serialized(pretty: true))
        } else {
            session.sayWrapped(view.text(width: session.output.width, unicode: session.output.unicode))
        }
    }
}
