public import DataFiles

/// What a model demands of one parameter beyond what its provider's API does of all.
public struct ParameterRule: Hashable, Sendable {
    public enum Demand: Hashable, Sendable {
        /// The parameter must not be there.
        case absence
        /// Only these values are taken: those that change nothing.
        case value(ValueRange)
    }

    /// The name on the wire.
    public var parameter: String
    public var demand: Demand
    /// Whether this holds only while the model thinks, which it does unless the request's reasoning effort is `none`.
    public var onlyThinking: Bool

    public init(parameter: String, demand: Demand, onlyThinking: Bool = false) {
        self.parameter = parameter
        self.demand = demand
        self.onlyThinking = onlyThinking
    }
}

/// The reasoning efforts that a model knows.
public struct ReasoningEfforts: Hashable, Sendable {
    /// From least to most.
    public var values: [String]
    /// What holds if a request names none.
    public var standard: String

    public init(values: [String], standard: String) {
        self.values = values
        self.standard = standard
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

    public func contains(_ number: Double) -> Bool {
        (minimum.map { number >= $0 } ?? true) && (maximum.map { number <= $0 } ?? true)
    }
}

/// What a provider's API says of a parameter on all models.
public struct ParameterFacts: Hashable, Sendable {
    /// The name on the wire.
    public var name: String
    public var range: ValueRange
    /// How many elements it may have, if it is a list.
    public var most: Int?
    /// The day on which it came. It is served before, too, so that programs of later days run.
    public var introduced: CivilDate?
    /// The day on which its provider asked to use ``replacement`` instead. It is served after, too.
    public var deprecated: CivilDate?
    public var replacement: String?

    public init(
        name: String, range: ValueRange = ValueRange(), most: Int? = nil, introduced: CivilDate? = nil,
        deprecated: CivilDate? = nil, replacement: String? = nil
    ) {
        self.name = name
        self.range = range
        self.most = most
        self.introduced = introduced
        self.deprecated = deprecated
        self.replacement = replacement
    }
}
