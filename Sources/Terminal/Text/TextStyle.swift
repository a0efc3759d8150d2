/// How text is meant to stand out. Data only: what the terminal can show of it is decided when it is written.
///
/// For example: `DisplayText("42", style: .good + .bold)`.
public struct TextStyle: Hashable, Sendable {
    /// The ways of drawing that do not depend on colour.
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let italic = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        public static let strikethrough = Attributes(rawValue: 16)
    }

    /// What the text is. A role only ever supports what the words say already: colours may not be there.
    public enum Role: Hashable, Sendable, CaseIterable {
        case accent, good, bad, warning, code
        /// Lines, borders, marks: what surrounds the text.
        case framing
    }

    public var attributes: Attributes
    public var role: Role?

    public init(attributes: Attributes = [], role: Role? = nil) {
        self.attributes = attributes
        self.role = role
    }

    public static let plain = TextStyle()
    public static let bold = TextStyle(attributes: .bold)
    public static let dim = TextStyle(attributes: .dim)
    public static let italic = TextStyle(attributes: .italic)
    public static let underline = TextStyle(attributes: .underline)
    public static let strikethrough = TextStyle(attributes: .strikethrough)
    public static let accent = TextStyle(role: .accent)
    public static let good = TextStyle(role: .good)
    public static let bad = TextStyle(role: .bad)
    public static let warning = TextStyle(role: .warning)
    public static let code = TextStyle(role: .code)
    public static let framing = TextStyle(role: .framing)

    /// Both styles at once; of two roles the right one holds.
    public static func + (left: TextStyle, right: TextStyle) -> TextStyle {
        TextStyle(attributes: left.attributes.union(right.attributes), role: right.role ?? left.role)
    }

    /// The parameters of an SGR control sequence (ECMA-48, section 8.3.117); `nil` for plain text.
    ///
    /// Only the eight colours that every terminal lets its user choose are used.
    var selectGraphicRendition: String? {
        var codes: [String] = []
        if attributes.contains(.bold) { codes.append("1") }
        if attributes.contains(.dim) { codes.append("2") }
        if attributes.contains(.italic) { codes.append("3") }
        if attributes.contains(.underline) { codes.append("4") }
        if attributes.contains(.strikethrough) { codes.append("9") }
        switch role {
        case .accent: codes.append("1;36")
        case .good: codes.append("32")
        case .bad: codes.append("31")
        case .warning: codes.append("33")
        case .code: codes.append("36")
        case .framing where !attributes.contains(.dim): codes.append("2")
        case .framing, nil: break
        }
        return codes.isEmpty ? nil : codes.joined(separator: ";")
    }
}
