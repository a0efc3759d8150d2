import ArgumentParser
import LanguageModel
import Sampling

/// The options that every sampler command takes.
struct SamplerOptions: ParsableArguments {
    @Option(
        name: [.customShort("T"), .long], parsing: .unconditional,
        help: "Divides every logit before the softmax; 0 takes the highest.")
    var temperature: Double = 1

    @Option(parsing: .unconditional, help: "Keep the smallest set of tokens whose probability reaches this.")
    var topP: Double = 1

    @Option(parsing: .unconditional, help: "Keep this many tokens.")
    var topK: Int?

    @Option(parsing: .unconditional, help: "Keep tokens at least this share as probable as the most probable one.")
    var minP: Double = 0

    @Option(
        help: "Stage order: openai (temperature first) or llama.cpp (temperature last).",
        completion: .list(["openai", "llama.cpp"]))
    var order: SamplingSettings.Order = .openai

    @Option(help: "The language model.", completion: .list(ModelCatalog.embedded.names))
    var model: String = "ngram"

    var settings: SamplingSettings {
        SamplingSettings(temperature: temperature, topP: topP, topK: topK, minP: minP, order: order)
    }
}

extension SamplingSettings.Order: ExpressibleByArgument {}
