public import DataFiles

/// What is known of a provider's API at all dates.
public struct ProviderBook: Hashable, Sendable {
    public var provider: Provider
    public var parameters: [ParameterFacts]
    /// What models have in common, by name.
    public var families: [String: ModelFamily]
    /// In the order in which a list of models gives them.
    public var models: [ModelEntry]

    public init(
        provider: Provider, parameters: [ParameterFacts] = [], families: [String: ModelFamily] = [:],
        models: [ModelEntry] = []
    ) {
        self.provider = provider
        self.parameters = parameters
        self.families = families
        self.models = models
    }

    /// A model at any date; a tuned one (`ft:gpt-4o-mini-2024-07-18:org:name:id`) is not in the book.
    public func entry(_ id: String) -> ModelEntry? { models.first { $0.id == id } }

    /// What holds on a day. Models that come later are not in it.
    public func at(_ day: CivilDate) -> ProviderFacts {
        var facts = ProviderFacts(
            provider: provider, day: day,
            parameters: Dictionary(parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
            models: [])
        for entry in models {
            switch entry.life.stage(on: day) {
            case .unborn: break
            case .living: facts.models.append(model(entry, on: day))
            case .retired: facts.retired.append(model(entry, on: day))
            }
        }
        return facts
    }

    private func model(_ entry: ModelEntry, on day: CivilDate) -> ModelFacts {
        let serves = entry.served(on: day)
        // An alias is as large as what it serves.
        let served = serves.flatMap(self.entry) ?? entry
        let family = families[served.family] ?? ModelFamily()
        var endpoints = family.endpoints
        if entry.isTunable(on: day) { endpoints.insert(.fineTuningJobs) }
        var life = entry.life
        if let announced = life.deprecated, announced > day {
            life.deprecated = nil
            life.retires = nil
            life.replacement = nil
        }
        return ModelFacts(
            id: entry.id, name: entry.name, line: entry.line, created: entry.created, owner: entry.owner,
            tier: entry.tier, context: served.context, output: served.output,
            promptCharacters: served.promptCharacters, serves: serves, endpoints: endpoints, rules: family.rules,
            exclusive: family.exclusive, efforts: family.efforts, dimensions: served.dimensions,
            shortens: served.shortens, life: life)
    }
}

/// What models of a kind have in common.
public struct ModelFamily: Hashable, Sendable {
    public var endpoints: Set<ModelEndpoint>
    public var rules: [ParameterRule]
    public var exclusive: [String]
    public var efforts: ReasoningEfforts?

    public init(
        endpoints: Set<ModelEndpoint> = [], rules: [ParameterRule] = [], exclusive: [String] = [],
        efforts: ReasoningEfforts? = nil
    ) {
        self.endpoints = endpoints
        self.rules = rules
        self.exclusive = exclusive
        self.efforts = efforts
    }
}

/// A model at all dates.
public struct ModelEntry: Hashable, Sendable {
    public var id: String
    public var name: String?
    public var line: String?
    public var created: Int
    public var owner: String?
    public var family: String
    public var tier: ModelTier
    public var context: Int
    public var output: Int
    public var promptCharacters: Int?
    public var dimensions: Int?
    public var shortens: Bool
    public var life: ModelLife
    /// What an alias serves from a day on, in the order of days.
    public var serves: [Service]
    /// When new fine-tuning jobs may begin from it; `nil` for never.
    public var tuning: Span?
    /// Whether it was found in a source; otherwise it is still to be checked.
    public var checked: Bool

    /// What an alias serves from a day on.
    public struct Service: Hashable, Sendable {
        /// `nil` for from the beginning.
        public var from: CivilDate?
        public var model: String
    }

    /// Days from the first to the one before the last.
    public struct Span: Hashable, Sendable {
        public var from: CivilDate?
        public var until: CivilDate?

        public func contains(_ day: CivilDate) -> Bool {
            (from.map { day >= $0 } ?? true) && (until.map { day < $0 } ?? true)
        }
    }

    /// The dated model that answers to this alias on a day.
    public func served(on day: CivilDate) -> String? { serves.last { $0.from.map { day >= $0 } ?? true }?.model }

    public func isTunable(on day: CivilDate) -> Bool { tuning?.contains(day) ?? false }
}
