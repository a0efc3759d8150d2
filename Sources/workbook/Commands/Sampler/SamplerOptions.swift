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
        parsing: .unconditional,
        help: "Keep the tokens whose surprise is nearest to the entropy, until their probability reaches this.")
    var typicalP: Double = 1

    @OptionGroup var penalties: PenaltyOptions

    @Option(
        help: "Stage order: openai (temperature first) or llama.cpp (temperature last).",
        completion: .list(["openai", "llama.cpp"]))
    var order: SamplingSettings.Order = .openai

    @OptionGroup var choice: ModelOptions

    var settings: SamplingSettings {
        penalties.applied(
            to: SamplingSettings(
                temperature: temperature, topP: topP, topK: topK, minP: minP, typicalP: typicalP, order: order))
    }
}

extension SamplingSettings.Order: ExpressibleByArgument {}
