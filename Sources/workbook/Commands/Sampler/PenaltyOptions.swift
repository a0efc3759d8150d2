import ArgumentParser
import Sampling

/// The options that change single tokens' logits.
struct PenaltyOptions: ParsableArguments {
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

    /// `settings` with these penalties and biases.
    func applied(to settings: SamplingSettings) -> SamplingSettings {
        var settings = settings
        settings.repetitionPenalty = repetitionPenalty
        settings.frequencyPenalty = frequencyPenalty
        settings.presencePenalty = presencePenalty
        settings.logitBias = logitBias.reduce(into: [:]) { $0[$1.token, default: 0] += $1.bias }
        return settings
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
