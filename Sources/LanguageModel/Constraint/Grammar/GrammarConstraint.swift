internal import Synchronization
public import Tokenization

/// A text that keeps to a grammar, whatever the tokens are.
///
/// All texts of one grammar share what has been found out about it. Takes about as long as a look-up in a table where a
/// text has been before, and otherwise a walk through the vocabulary.
///
/// A text comes to an end, also by a model that would go on for ever: after so many tokens only those are allowed that close
/// what is open, wherever something can be closed. See ``Patience``.
public struct GrammarConstraint: TokenConstraint {
    /// How many tokens may pass before what is open has to be closed.
    public struct Patience: Hashable, Sendable {
        /// In one string.
        public var string: Int
        /// In all.
        public var text: Int

        public init(string: Int = 400, text: Int = 2000) {
            self.string = string
            self.text = text
        }
    }

    private let matcher: GrammarMatcher
    private let patience: Patience
    private var position: GrammarMatcher.Position
    private var count = 0
    private var countInString = 0

    init(_ matcher: GrammarMatcher, patience: Patience) {
        self.matcher = matcher
        self.patience = patience
        position = matcher.start()
    }

    public func allowed() -> AllowedTokens {
        let allowed = matcher.allowed(at: position)
        guard count >= patience.text || countInString >= patience.string else { return allowed }
        return matcher.closing(allowed, isInString: position.isInString)
    }

    public mutating func advance(by token: TokenID) {
        position = matcher.position(after: token, from: position)
        count += 1
        countInString = position.isInString ? countInString + 1 : 0
    }
}

/// A grammar over one vocabulary, and what is known about it. Safe to use from any number of threads.
final class GrammarMatcher: Sendable {
    /// Where a text is. The number is valid in the machine of its generation only; the places always are.
    struct Position: Sendable {
        var generation: Int
        var configuration: GrammarMachine.Configuration
        var places: [GrammarPlace]
        var mayEnd: Bool
        /// Whether it is within a string that may go on with any text.
        var isInString: Bool
    }

    private struct State {
        var machine: GrammarMachine
        var generation = 0
    }

    private let vocabulary: ConstraintVocabulary
    private let state: Mutex<State>

    init(_ grammar: Grammar, _ vocabulary: ConstraintVocabulary) {
        self.vocabulary = vocabulary
        state = Mutex(State(machine: GrammarMachine(grammar)))
    }

    func start() -> Position {
        state.withLock { state in Self.position(state.machine.start(), in: state) }
    }

    func allowed(at position: Position) -> AllowedTokens {
        state.withLock { state in
            let configuration = Self.enter(position, &state)
            return state.machine.allowed(at: configuration, in: vocabulary)
        }
    }

    /// Of `allowed` those that close something; else those that go on to what comes next; else those that open nothing; else all. If the text may end, the end alone.
    func closing(_ allowed: AllowedTokens, isInString: Bool) -> AllowedTokens {
        if allowed.mayEnd { return AllowedTokens(tokens: TokenSet(vocabularySize: vocabulary.size), mayEnd: true) }
        for preferred in isInString
            ? [vocabulary.unquoting] : [vocabulary.closing, vocabulary.separating, vocabulary.modest]
        {
            let tokens = allowed.tokens.intersection(preferred)
            if !tokens.isEmpty { return AllowedTokens(tokens: tokens, mayEnd: false) }
        }
        return allowed
    }

    func position(after token: TokenID, from position: Position) -> Position {
        state.withLock { state in
            var configuration = Self.enter(position, &state)
            for byte in vocabulary.bytes[Int(token)] {
                configuration = state.machine.step(configuration, byte)
                precondition(configuration != GrammarMachine.dead, "a token that is not allowed cannot be taken")
            }
            return Self.position(configuration, in: state)
        }
    }

    private static func position(_ configuration: GrammarMachine.Configuration, in state: State) -> Position {
        Position(
            generation: state.generation, configuration: configuration,
            places: state.machine.places(of: configuration), mayEnd: state.machine.mayEnd(configuration),
            isInString: state.machine.room(configuration) > 0)
    }

    private static func enter(_ position: Position, _ state: inout State) -> GrammarMachine.Configuration {
        if state.machine.isFull {
            state.machine = GrammarMachine(state.machine.grammar)
            state.generation += 1
        }
        return position.generation == state.generation
            ? position.configuration : state.machine.configuration(at: position.places, mayEnd: position.mayEnd)
    }
}
