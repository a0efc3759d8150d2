internal import Synchronization
public import Tokenization

/// A text that keeps to a grammar, whatever the tokens are.
///
/// All texts of one grammar share what has been found out about it. Takes about as long as a look-up in a table where a
/// text has been before, and otherwise a walk through the vocabulary.
public struct GrammarConstraint: TokenConstraint {
    private let matcher: GrammarMatcher
    private var position: GrammarMatcher.Position

    init(_ matcher: GrammarMatcher) {
        self.matcher = matcher
        position = matcher.start()
    }

    public func allowed() -> AllowedTokens { matcher.allowed(at: position) }

    public mutating func advance(by token: TokenID) { position = matcher.position(after: token, from: position) }
}

/// A grammar over one vocabulary, and what is known about it. Safe to use from any number of threads.
final class GrammarMatcher: Sendable {
    /// Where a text is. The number is valid in the machine of its generation only; the places always are.
    struct Position: Sendable {
        var generation: Int
        var configuration: GrammarMachine.Configuration
        var places: [GrammarPlace]
        var mayEnd: Bool
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
            places: state.machine.places(of: configuration), mayEnd: state.machine.mayEnd(configuration))
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
