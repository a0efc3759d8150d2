public import DataFiles

/// What a provider's API accepts on a day: models, their limits, and the values of parameters.
public struct ProviderFacts: Hashable, Sendable {
    public var provider: Provider
    /// The day on which this holds.
    public var day: CivilDate
    /// By the parameter's name on the wire.
    public var parameters: [String: ParameterFacts]
    /// Those that answer on the day, in the order in which a list of models gives them.
    public var models: [ModelFacts]
    /// Those that answered once.
    public var retired: [ModelFacts]

    public init(
        provider: Provider, day: CivilDate, parameters: [String: ParameterFacts], models: [ModelFacts],
        retired: [ModelFacts] = []
    ) {
        self.provider = provider
        self.day = day
        self.parameters = parameters
        self.models = models
        self.retired = retired
    }

    /// The model that answers to this name on the day.
    public func model(_ id: String) -> ModelFacts? { models.first { $0.id == id } }

    /// How many stop strings a request may name; `nil` if there is no documented limit.
    public var stopSequences: Int? { parameters["stop"]?.most }

    /// The models that an endpoint takes, in the order of ``models``.
    public func models(at endpoint: ModelEndpoint) -> [ModelFacts] {
        models.filter { $0.endpoints.contains(endpoint) }
    }

    /// The model that a request to an endpoint names. Throws the error that the API answers if it does not exist, not yet or no
    /// longer, or is none for this endpoint.
    public func model(_ id: String, at endpoint: ModelEndpoint) throws(APIError) -> ModelFacts {
        guard let model = model(id) else { throw .noModel(id, facts: self) }
        guard model.endpoints.contains(endpoint) else { throw .wrongEndpoint(endpoint, model: model, facts: self) }
        return model
    }
}

/// The facts about both providers, on one day.
public struct APIFacts: Hashable, Sendable {
    public var openai: ProviderFacts
    public var anthropic: ProviderFacts

    public init(openai: ProviderFacts, anthropic: ProviderFacts) {
        self.openai = openai
        self.anthropic = anthropic
    }

    public subscript(provider: Provider) -> ProviderFacts {
        switch provider {
        case .openai: openai
        case .anthropic: anthropic
        }
    }
}
