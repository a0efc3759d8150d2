/// Why no text can be kept to a form.
public enum GrammarError: Error, Hashable, Sendable {
    /// Nothing at all has this form.
    case unsatisfiable
    /// More states would be needed than ``GrammarBuilder`` allows.
    case tooLarge(states: Int)
    /// The smallest text is nested deeper than a text may be.
    case tooDeep(limit: Int)
    /// A pattern with something in it that no automaton here keeps.
    case unsupportedPattern(String, reason: String)
    /// A bound on a number that cannot be kept exactly.
    case unsupportedNumber(String)
}

extension GrammarError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsatisfiable: "nothing can satisfy it"
        case .tooLarge(let states): "it needs an automaton with more than \(states) states"
        case .tooDeep(let limit): "its smallest value is nested more than \(limit) levels deep"
        case .unsupportedPattern(let pattern, let reason): "the pattern '\(pattern)' is not supported: \(reason)"
        case .unsupportedNumber(let reason): "the number is not supported: \(reason)"
        }
    }
}
