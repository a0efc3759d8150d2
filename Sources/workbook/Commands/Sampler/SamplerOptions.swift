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

    @Option(
        parsing: .unconditional,
        help: "Divides the logit of a token that was seen (multiplies one below 0); 1 changes nothing.")
    var repetitionPenalty: Double = 1

    @Option(
        parsing: .unconditional,
        help: "Subtracted for each time that a token was drawn (order llama.cpp: seen in the last 64).")
    var frequencyPenalty: Double = 0

    @Option(
        parsing: .unconditional,
        help: "Subtracted once if a token was drawn (order llama.cpp: seen in the last 64).")
    var presencePenalty: Double = 0

    @Option(
        parsing: .unconditionalSingleValue,
        help: "Adds VALUE to a token's logit, given as ID=VALUE; -inf excludes it. May be given several times.")
    var logitBias: [LogitBias] = []

    @Option(
        help: "Stage order: openai (temperature first) or llama.cpp (temperature last).",
        completion: .list(["openai", "llama.cpp"]))
    var order: SamplingSettings.Order = .openai

    @OptionGroup var choice: ModelOptions

    var settings: SamplingSettings {
        SamplingSettings(
            temperature: temperature, topP: topP, topK: topK, minP: minP, typicalP: typicalP,
            repetitionPenalty: repetitionPenalty, frequencyPenalty: frequencyPenalty,
            presencePenalty: presencePenalty,
            logitBias: logitBias.reduce(into: [:]) { $0[$1.token, default: 0] += $1.bias }, order: order)
    }
}

/// `ID=VALUE`.
struct LogitBias: ExpressibleByArgument {
    var token: Int
    var bias: Double

    init?(argument: String) {
        let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let token = Int(halves[0]), let bias = Double(halves[1]) else { return nil }
        (self.token, self.bias) = (token, bias)
    }

    static var defaultCompletionKind: CompletionKind { .default }
}

extension SamplingSettings.Order: ExpressibleByArgument {}
