public import DataFiles

/// A model that a provider serves, as it is on a day.
public struct ModelFacts: Hashable, Sendable {
    public var id: String
    /// The name for people; `nil` where the provider's list has none.
    public var name: String?
    /// `opus`, `haiku` …; `nil` for models of no line.
    public var line: String?
    /// Seconds since 1970, as the list of models gives it.
    public var created: Int
    /// As OpenAI's list has it: `openai`, `system`.
    public var owner: String?
    public var tier: ModelTier
    /// How many tokens prompt and answer may have together; 0 for models that read no text.
    public var context: Int
    /// How many tokens an answer may have; 0 for models that write no text.
    public var output: Int
    /// How many characters the prompt of an image may have.
    public var promptCharacters: Int?
    /// The dated model that answers to this alias on the day; `nil` if this is no alias.
    public var serves: String?
    /// The endpoints that take this model on the day.
    public var endpoints: Set<ModelEndpoint>
    public var rules: [ParameterRule]
    /// Parameters of which a request may have one only.
    public var exclusive: [String]
    /// `nil` for models that do not reason.
    public var efforts: ReasoningEfforts?
    /// The size of an embedding; `nil` for models that embed nothing.
    public var dimensions: Int?
    /// Whether a request may ask for fewer ``dimensions``.
    public var shortens: Bool
    public var life: ModelLife

    public init(
        id: String, name: String? = nil, line: String? = nil, created: Int, owner: String? = nil,
        tier: ModelTier = .top, context: Int, output: Int, promptCharacters: Int? = nil, serves: String? = nil,
        endpoints: Set<ModelEndpoint> = [], rules: [ParameterRule] = [], exclusive: [String] = [],
        efforts: ReasoningEfforts? = nil, dimensions: Int? = nil, shortens: Bool = false, life: ModelLife
    ) {
        self.id = id
        self.name = name
        self.line = line
        self.created = created
        self.owner = owner
        self.tier = tier
        self.context = context
        self.output = output
        self.promptCharacters = promptCharacters
        self.serves = serves
        self.endpoints = endpoints
        self.rules = rules
        self.exclusive = exclusive
        self.efforts = efforts
        self.dimensions = dimensions
        self.shortens = shortens
        self.life = life
    }
}

/// The days of a model's life, as they are known on the day of the facts: what was announced later is not told.
public struct ModelLife: Hashable, Sendable {
    public var released: CivilDate
    /// When its end was announced.
    public var deprecated: CivilDate?
    /// The first day on which it does not answer.
    public var retires: CivilDate?
    /// What its provider names to use instead.
    public var replacement: String?

    public init(
        released: CivilDate, deprecated: CivilDate? = nil, retires: CivilDate? = nil, replacement: String? = nil
    ) {
        self.released = released
        self.deprecated = deprecated
        self.retires = retires
        self.replacement = replacement
    }

    public enum Stage: Hashable, Sendable { case unborn, living, retired }

    public func stage(on day: CivilDate) -> Stage {
        if day < released { return .unborn }
        if let retires, day >= retires { return .retired }
        return .living
    }
}
