/// What a provider's API accepts at a date: models, their limits, and the ranges of parameters.
public struct ProviderFacts: Hashable, Sendable {
    public var provider: Provider
    /// The date for which this holds, such as `2024-06-01`.
    public var asOf: String
    /// By the parameter's name on the wire.
    public var ranges: [String: ValueRange]
    /// How many stop strings a request may name; `nil` if there is no documented limit.
    public var stopSequences: Int?
    /// In the order in which a list of models gives them.
    public var models: [ModelFacts]

    public init(
        provider: Provider, asOf: String, ranges: [String: ValueRange], stopSequences: Int? = nil, models: [ModelFacts]
    ) {
        self.provider = provider
        self.asOf = asOf
        self.ranges = ranges
        self.stopSequences = stopSequences
        self.models = models
    }

    public func model(_ id: String) -> ModelFacts? { models.first { $0.id == id } }
}

/// A model that a provider serves.
public struct ModelFacts: Hashable, Sendable {
    public var id: String
    /// The name for people; `nil` where the provider's list has none.
    public var name: String?
    /// Seconds since 1970.
    public var created: Int
    /// As OpenAI's list has it: `openai`, `system`.
    public var owner: String?
    /// How many tokens prompt and answer may have together.
    public var context: Int
    /// How many tokens an answer may have.
    public var output: Int
    /// The dated model that answers to this alias; `nil` if this is no alias.
    public var serves: String?

    public init(
        id: String, name: String? = nil, created: Int, owner: String? = nil, context: Int, output: Int,
        serves: String? = nil
    ) {
        self.id = id
        self.name = name
        self.created = created
        self.owner = owner
        self.context = context
        self.output = output
        self.serves = serves
    }
}

/// The values that a parameter takes, bounds included.
public struct ValueRange: Hashable, Sendable {
    public var minimum: Double?
    public var maximum: Double?

    public init(_ minimum: Double? = nil, _ maximum: Double? = nil) {
        self.minimum = minimum
        self.maximum = maximum
    }
}

/// The facts about both providers.
public struct APIFacts: Hashable, Sendable {
    public var openai: ProviderFacts
    public var anthropic: ProviderFacts

    public init(openai: ProviderFacts, anthropic: ProviderFacts) {
        self.openai = openai
        self.anthropic = anthropic
    }

    /// The facts as of 2024-06-01, as in `facts/`.
    public static let june2024 = APIFacts(openai: .openaiJune2024, anthropic: .anthropicJune2024)

    public subscript(provider: Provider) -> ProviderFacts {
        switch provider {
        case .openai: openai
        case .anthropic: anthropic
        }
    }
}
