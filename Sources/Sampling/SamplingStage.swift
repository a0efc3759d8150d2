/// A step between the logits and the distribution that is drawn from.
public enum SamplingStage: String, Hashable, Sendable, Codable, CaseIterable {
    case logitBias = "logit-bias"
    case repetitionPenalty = "repetition-penalty"
    case frequencyPenalty = "frequency-penalty"
    case presencePenalty = "presence-penalty"
    case temperature
    case topK = "top-k"
    case topP = "top-p"
    case minP = "min-p"
    case typicalP = "typical-p"

    /// Whether the stage changes single tokens' logits. Those stages come first in every order.
    public var adjustsLogits: Bool {
        switch self {
        case .logitBias, .repetitionPenalty, .frequencyPenalty, .presencePenalty: true
        case .temperature, .topK, .topP, .minP, .typicalP: false
        }
    }
}

extension SamplingSettings {
    /// The order in which the stages run, and with it the conventions in which the two families of samplers differ.
    public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
        /// Temperature before the cuts: bias, penalties, temperature, top-k, top-p, min-p, typical-p.
        ///
        /// The order of Hugging Face's `generate` (`_get_logits_processor` in `generation/utils.py`), and for temperature
        /// and top-k that of OpenAI's released GPT-2 code. OpenAI's service documents no order, and has no top-k, min-p,
        /// typical-p or repetition penalty. Top-k keeps all that tie with the k-th, typical-p all that are as typical as
        /// the last. The repetition penalty looks at prompt and completion, as Hugging Face's; frequency and presence
        /// penalties look at the completion only, as OpenAI documents ("how often that token was sampled").
        case openai
        /// Temperature after the cuts: bias, penalties, top-k, typical-p, top-p, min-p, temperature.
        ///
        /// llama.cpp's default chain (`common_params_sampling` in `common/common.h`, `common_sampler_init` in
        /// `common/sampling.cpp`; its DRY, top-n-sigma and XTC stages are off by default, and are not here). Top-k keeps
        /// exactly k. All penalties look at the last 64 tokens of prompt and completion, its `penalty_last_n`.
        case llamaCpp = "llama.cpp"

        /// The stages in this order.
        public var stages: [SamplingStage] {
            let adjusting: [SamplingStage] = [.logitBias, .repetitionPenalty, .frequencyPenalty, .presencePenalty]
            return switch self {
            case .openai: adjusting + [.temperature, .topK, .topP, .minP, .typicalP]
            case .llamaCpp: adjusting + [.topK, .typicalP, .topP, .minP, .temperature]
            }
        }
    }

    /// Whether `stage` changes nothing at these settings, whatever the logits.
    public func isOff(_ stage: SamplingStage) -> Bool {
        switch stage {
        case .logitBias: logitBias.isEmpty
        case .repetitionPenalty: repetitionPenalty == 1
        case .frequencyPenalty: frequencyPenalty == 0
        case .presencePenalty: presencePenalty == 0
        case .temperature: temperature == 1
        case .topK: topK == nil
        case .topP: topP == 1
        case .minP: minP == 0
        case .typicalP: typicalP == 1
        }
    }

    /// Whether a penalty is on: whether the tokens so far make a difference.
    public var countsTokens: Bool {
        !isOff(.repetitionPenalty) || !isOff(.frequencyPenalty) || !isOff(.presencePenalty)
    }

    /// The setting of `stage`, as a person reads it: `0.7`, `40`, or `off`.
    public func description(of stage: SamplingStage) -> String {
        if stage != .temperature, isOff(stage) { return "off" }
        return switch stage {
        case .logitBias: "\(logitBias.count) \(logitBias.count == 1 ? "token" : "tokens")"
        case .repetitionPenalty: "\(repetitionPenalty)"
        case .frequencyPenalty: "\(frequencyPenalty)"
        case .presencePenalty: "\(presencePenalty)"
        case .temperature: "\(temperature)"
        case .topK: topK.map { "\($0)" } ?? "off"
        case .topP: "\(topP)"
        case .minP: "\(minP)"
        case .typicalP: "\(typicalP)"
        }
    }
}
