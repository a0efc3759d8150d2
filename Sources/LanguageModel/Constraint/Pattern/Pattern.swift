/// A regular expression as JSON Schema has them (ECMA-262), as far as an automaton can keep it.
///
/// Characters, `.`, classes, `\d \w \s` and their opposites, `\p{L}` and a few more properties (of which only letters and
/// digits of ASCII and Latin-1 are written), groups, alternatives, and quantifiers. `^` and `$` may stand at the ends of
/// the pattern or of its alternatives; without them the match may lie anywhere. No look-around, no references.
public struct Pattern: Hashable, Sendable {
    public let source: String
    let node: PatternNode

    /// Throws a ``GrammarError`` that names what is not supported, or no pattern.
    public init(_ source: String) throws(GrammarError) {
        self.source = source
        var parser = PatternParser(source)
        node = try parser.parse()
    }
}

/// A pattern's parts.
indirect enum PatternNode: Hashable, Sendable {
    case set(ScalarSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, least: Int, most: Int?)
    /// `^`
    case start
    /// `$`
    case end

    static let nothing = PatternNode.sequence([])
    static let anything = PatternNode.repeated(.set(.all), least: 0, most: nil)
}

extension Pattern {
    /// Whether `text` matches. Takes time linear in its length; `false` if the pattern needs too large an automaton.
    public func matches(_ text: String) -> Bool {
        guard let automaton = try? ScalarAutomaton(self) else { return false }
        var state = 0
        for scalar in text.unicodeScalars {
            guard let edge = automaton.states[state].edges.first(where: { $0.scalars.contains(scalar.value) }) else {
                return false
            }
            state = edge.target
        }
        return automaton.states[state].isFinal
    }
}
