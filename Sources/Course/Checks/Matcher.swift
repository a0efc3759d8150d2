/// What a check asks of its subject.
public enum Matcher: Hashable, Sendable {
    case equals(Literal)
    /// Also met by an absent value.
    case not(Literal)
    case oneOf([Literal])
    /// Somewhere in the value's text.
    case contains(String)
    /// A regular expression (Swift's `Regex`) that is found somewhere in the value's text; `^` and `$` are the text's ends.
    case matches(String)
    case atLeast(Double)
    case atMost(Double)
    case below(Double)
    case above(Double)
    /// `true`: there is a value; `false`: there is none.
    case present(Bool)

    /// Whether the value is as asked. Only ``not(_:)`` and `present(false)` are met by an absent value.
    public func matches(_ value: ObservedValue) -> Bool {
        if case .present(let expected) = self { return (value != .absent) == expected }
        if case .not(let literal) = self { return !literal.equals(value) }
        guard value != .absent else { return false }
        switch self {
        case .equals(let literal): return literal.equals(value)
        case .oneOf(let literals): return literals.contains { $0.equals(value) }
        case .contains(let text): return value.description.contains(text)
        case .matches(let pattern): return Self.finds(pattern, in: value.description)
        case .atLeast(let bound): return value.asNumber.map { $0 >= bound } ?? false
        case .atMost(let bound): return value.asNumber.map { $0 <= bound } ?? false
        case .below(let bound): return value.asNumber.map { $0 < bound } ?? false
        case .above(let bound): return value.asNumber.map { $0 > bound } ?? false
        case .not, .present: return false
        }
    }

    private static func finds(_ pattern: String, in text: String) -> Bool {
        // `Regex` is not Sendable, so a matcher keeps its pattern; compiling costs microseconds.
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.firstMatch(in: text)) != nil
    }
}

extension ObservedValue {
    /// The number that the value is or, for a header's text, spells.
    fileprivate var asNumber: Double? {
        switch self {
        case .number(let number): number
        case .string(let text): PlainNumber.value(of: text)
        case .bool, .absent: nil
        }
    }
}

extension Matcher: CustomStringConvertible {
    /// The matcher as a file writes it. It gives the answer away: for authors, not for learners.
    public var description: String {
        switch self {
        case .equals(let literal): "equals: \(literal)"
        case .not(let literal): "not: \(literal)"
        case .oneOf(let literals): "one-of: [\(literals.map(\.description).joined(separator: ", "))]"
        case .contains(let text): "contains: \(text)"
        case .matches(let pattern): "matches: \(pattern)"
        case .atLeast(let bound): "at-least: \(PlainNumber.text(bound))"
        case .atMost(let bound): "at-most: \(PlainNumber.text(bound))"
        case .below(let bound): "below: \(PlainNumber.text(bound))"
        case .above(let bound): "above: \(PlainNumber.text(bound))"
        case .present(let bool): "present: \(bool)"
        }
    }
}
