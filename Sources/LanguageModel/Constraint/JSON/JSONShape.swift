/// What a JSON text may be, in the terms of an automaton: JSON Schema with its references and combinations resolved.
///
/// The text is compact, with at most one blank after each comma and colon, and an object's members come in the order of
/// its ``Object/properties``.
public struct JSONShape: Hashable, Sendable {
    public indirect enum Node: Hashable, Sendable {
        /// Any value.
        case any
        case null
        case boolean
        /// One of these JSON texts. They must be compact JSON.
        case texts([String])
        case string(Text)
        case number(Number)
        case array(Items)
        case object(Object)
        /// Any of these; none: nothing at all.
        case anyOf([Node])
        /// ``JSONShape/definitions`` by index.
        case definition(Int)
    }

    /// A string. Lengths are in Unicode scalars, as JSON Schema counts.
    public struct Text: Hashable, Sendable {
        public var minLength: Int
        public var maxLength: Int?
        /// All of them match.
        public var patterns: [Pattern]

        public init(minLength: Int = 0, maxLength: Int? = nil, patterns: [Pattern] = []) {
            self.minLength = minLength
            self.maxLength = maxLength
            self.patterns = patterns
        }
    }

    public struct Number: Hashable, Sendable {
        public struct Bound: Hashable, Sendable {
            public var value: DecimalNumber
            public var isExclusive: Bool

            public init(_ value: DecimalNumber, isExclusive: Bool) {
                self.value = value
                self.isExclusive = isExclusive
            }
        }

        public var isInteger: Bool
        public var minimum: Bound?
        public var maximum: Bound?
        public var multipleOf: DecimalNumber?

        public init(
            isInteger: Bool, minimum: Bound? = nil, maximum: Bound? = nil, multipleOf: DecimalNumber? = nil
        ) {
            self.isInteger = isInteger
            self.minimum = minimum
            self.maximum = maximum
            self.multipleOf = multipleOf
        }
    }

    public struct Items: Hashable, Sendable {
        /// The first elements, one by one.
        public var prefix: [Node]
        /// The others; `nil` if there are none.
        public var rest: Node?
        public var minItems: Int
        public var maxItems: Int?

        public init(prefix: [Node] = [], rest: Node?, minItems: Int = 0, maxItems: Int? = nil) {
            self.prefix = prefix
            self.rest = rest
            self.minItems = minItems
            self.maxItems = maxItems
        }
    }

    public struct Object: Hashable, Sendable {
        public struct Property: Hashable, Sendable {
            public var name: String
            public var value: Node
            public var isRequired: Bool

            public init(_ name: String, _ value: Node, isRequired: Bool) {
                self.name = name
                self.value = value
                self.isRequired = isRequired
            }
        }

        /// Each name once.
        public var properties: [Property]
        /// Members with other names; `nil` if there are none.
        public var additional: Node?
        public var minProperties: Int
        public var maxProperties: Int?

        public init(
            properties: [Property] = [], additional: Node?, minProperties: Int = 0, maxProperties: Int? = nil
        ) {
            self.properties = properties
            self.additional = additional
            self.minProperties = minProperties
            self.maxProperties = maxProperties
        }
    }

    public var root: Node
    public var definitions: [Node]

    public init(root: Node, definitions: [Node] = []) {
        self.root = root
        self.definitions = definitions
    }

    /// Any JSON object.
    public static let anyObject = JSONShape(root: .object(Object(additional: .any)))
}
