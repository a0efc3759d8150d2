public import Sampling
public import Tokenization

/// How to generate.
public struct GenerationOptions: Sendable {
    public var settings: SamplingSettings
    /// The text ends before the first of these. See `StopMatcher`.
    public var stop: [String]
    /// How many tokens to generate at most. `nil`: as many as the model's context has room for.
    public var maxTokens: Int?
    /// Equal seeds, with equal prompt and settings, give equal text.
    public var seed: UInt64
    /// Whether each step carries its ``SamplingTrace``, which takes longer.
    public var keepsTrace: Bool
    /// How many of the most probable tokens each step lists with their log-probabilities. `nil`: none, and not the
    /// drawn token's either.
    public var alternatives: Int?
    /// What the text has to keep to, if anything. Tokens that it forbids are excluded before the settings see them.
    public var constraint: (any TokenConstraint)?

    public init(
        settings: SamplingSettings = SamplingSettings(), stop: [String] = [], maxTokens: Int? = nil, seed: UInt64 = 0,
        keepsTrace: Bool = false, alternatives: Int? = nil, constraint: (any TokenConstraint)? = nil
    ) {
        self.settings = settings
        self.stop = stop
        self.maxTokens = maxTokens
        self.seed = seed
        self.keepsTrace = keepsTrace
        self.alternatives = alternatives
        self.constraint = constraint
    }
}

/// Why a generation ended.
public enum FinishReason: Hashable, Sendable {
    /// The model drew one of its end tokens, or nothing could follow.
    case endOfText
    /// This stop string came up. It is not part of the text.
    case stopSequence(String)
    /// As many tokens as allowed, or as the context had room for, were generated.
    case maxTokens
}

/// A token that might have been drawn.
public struct Alternative: Hashable, Sendable {
    public var token: TokenID
    /// The natural logarithm of its probability by the model alone: temperature 1, nothing cut.
    public var logProbability: Double
}

/// Text that is there and not released, for what follows may turn it into something else.
public struct HeldText: Hashable, Sendable {
    /// May be the beginning of one of ``stops``.
    public let text: String
    public let stops: [String]
    /// The beginning of a character whose other bytes are to come.
    public let bytes: [UInt8]

    public var isEmpty: Bool { text.isEmpty && bytes.isEmpty }
}

/// One token generated.
public struct GenerationStep: Sendable {
    public let token: TokenID
    /// Whether the token is one of the model's end tokens: the last step, and no text of its own.
    public let isEnd: Bool
    /// The text that is certain with this token. It may be empty, while a character or a possible stop string is
    /// incomplete, and it may hold text of earlier tokens. The steps' texts joined are the generation's text.
    public let text: String
    /// What is held back after this token.
    public let held: HeldText
    /// How the token was drawn from what the settings left.
    public let draw: Draw
    /// The natural logarithm of the token's probability by the model alone; `nil` unless
    /// ``GenerationOptions/alternatives`` was set.
    public let logProbability: Double?
    /// The most probable tokens by the model alone, as many as ``GenerationOptions/alternatives`` asks for.
    public let alternatives: [Alternative]
    /// The way from logits to distribution, if ``GenerationOptions/keepsTrace`` was set.
    public let trace: SamplingTrace?
}
