/// What turns a model's logits into the distribution that a token is drawn from.
///
/// The default leaves the model's own distribution as it is.
public struct SamplingSettings: Hashable, Sendable, Codable {
    /// The order in which the stages run, and with it the convention for equal logits in top-k.
    public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
        /// Temperature, top-k, top-p, min-p: the order of Hugging Face's `generate` and of OpenAI's released GPT-2 code.
        /// (OpenAI's service documents no order, and has no top-k or min-p.) Top-k keeps all that tie with the k-th.
        case openai
        /// Top-k, top-p, min-p, temperature: the order of llama.cpp's default chain. Top-k keeps exactly k.
        case llamaCpp = "llama.cpp"

        /// The stages in this order.
        public var stages: [SamplingStage] {
            switch self {
            case .openai: [.temperature, .topK, .topP, .minP]
            case .llamaCpp: [.topK, .topP, .minP, .temperature]
            }
        }
    }

    /// What the logits are divided by: finite, 0 or more. 1 changes nothing; 0 is greedy, and keeps only the token with
    /// the highest logit (of equal ones the first in the vocabulary).
    public var temperature: Double
    /// Keeps the smallest set of most probable tokens whose probabilities together reach this, from 0 to 1.
    /// 1 keeps all; 0 keeps one.
    public var topP: Double
    /// Keeps this many of the most probable tokens, 1 or more. `nil` keeps all.
    public var topK: Int?
    /// Keeps the tokens at least this fraction as probable as the most probable one, from 0 to 1. 0 keeps all.
    public var minP: Double
    public var order: Order

    public init(
        temperature: Double = 1, topP: Double = 1, topK: Int? = nil, minP: Double = 0, order: Order = .openai
    ) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.minP = minP
        self.order = order
    }

    /// Always the most probable token.
    public static let greedy = SamplingSettings(temperature: 0)

    /// Throws ``SamplingError/setting(name:found:allowed:)`` for the first setting that is out of its range.
    public func validate() throws(SamplingError) {
        guard temperature.isFinite, temperature >= 0 else {
            throw .setting(name: "temperature", found: "\(temperature)", allowed: "a finite number, 0 or more")
        }
        // Written so that NaN fails too.
        guard topP >= 0, topP <= 1 else {
            throw .setting(name: "top-p", found: "\(topP)", allowed: "a number from 0 to 1")
        }
        if let topK, topK < 1 {
            throw .setting(name: "top-k", found: "\(topK)", allowed: "a whole number, 1 or more")
        }
        guard minP >= 0, minP <= 1 else {
            throw .setting(name: "min-p", found: "\(minP)", allowed: "a number from 0 to 1")
        }
    }
}

/// A step between the logits and the distribution that is drawn from.
public enum SamplingStage: String, Hashable, Sendable, Codable, CaseIterable {
    case temperature
    case topK = "top-k"
    case topP = "top-p"
    case minP = "min-p"
}
