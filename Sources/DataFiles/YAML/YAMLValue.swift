/// A value of a YAML document with its place.
///
/// Scalars keep the text as it was written: whether `no` is a word or a truth value is for the schema to say
/// (``MappingReader``), not for YAML.
public struct YAMLValue: Hashable, Sendable {
    public var content: Content
    public var place: Place

    public init(_ content: Content, at place: Place) {
        self.content = content
        self.place = place
    }

    public enum Content: Hashable, Sendable {
        case scalar(Scalar)
        case sequence([YAMLValue])
        case mapping([Entry])
    }

    public struct Scalar: Hashable, Sendable {
        public var text: String
        public var style: Style

        public init(text: String, style: Style) {
            self.text = text
            self.style = style
        }
    }

    /// How a scalar was written.
    public enum Style: Hashable, Sendable {
        case plain
        /// In single or double quotes.
        case quoted
        /// After `|`: the text begins on the line below the value's place.
        case literal
        /// After `>`
        case folded
    }

    /// A key and its value.
    public struct Entry: Hashable, Sendable {
        public var key: String
        public var keyPlace: Place
        public var value: YAMLValue

        public init(key: String, keyPlace: Place, value: YAMLValue) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
        }
    }

    public var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// Whether nothing was written, as after `key:` at the end of a line.
    public var isEmpty: Bool { scalar.map { $0.text.isEmpty && $0.style == .plain } ?? false }

    /// What the value is, in words for a message: `a list`, `'abc'`.
    public var found: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            if isEmpty {
                "nothing"
            } else {
                Self.quote(scalar.text)
            }
        }
    }

    /// The first line of a text in single quotes, cut at 40 characters.
    static func quote(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        let shown = line.prefix(40)
        return "'\(shown)\(shown.count < text.count ? "…" : "")'"
    }
}
