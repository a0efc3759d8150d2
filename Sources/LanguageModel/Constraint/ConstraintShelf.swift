internal import Synchronization
public import Tokenization

/// The forms that texts of one tokenizer were asked to keep to lately, ready for the next text.
///
/// A form is made once; what is found out about it while texts are written serves all later ones. Safe to use from any
/// number of threads.
public final class ConstraintShelf: Sendable {
    private struct State {
        var vocabulary: ConstraintVocabulary?
        var matchers: [JSONShape: (matcher: GrammarMatcher, lastUse: Int)] = [:]
        var uses = 0
    }

    private let tokenizer: any Tokenizer
    private let capacity: Int
    private let state = Mutex(State())

    /// Keeps `capacity` forms, each of which may take a few megabytes.
    public init(_ tokenizer: any Tokenizer, capacity: Int = 24) {
        self.tokenizer = tokenizer
        self.capacity = max(1, capacity)
    }

    /// A text that is to be JSON of `shape`. Throws a ``GrammarError`` if that cannot be.
    public func json(
        _ shape: JSONShape, patience: GrammarConstraint.Patience = .init()
    ) throws -> GrammarConstraint {
        let known: GrammarMatcher? = state.withLock { state in
            state.uses += 1
            state.matchers[shape]?.lastUse = state.uses
            return state.matchers[shape]?.matcher
        }
        if let known { return GrammarConstraint(known, patience: patience) }
        let vocabulary = state.withLock { state in
            let vocabulary = state.vocabulary ?? ConstraintVocabulary(tokenizer)
            state.vocabulary = vocabulary
            return vocabulary
        }
        // Not under the lock: it may take a while.
        let grammar = try JSONGrammar.grammar(of: shape, alphabet: vocabulary.alphabet)
        let matcher = GrammarMatcher(grammar, vocabulary)
        state.withLock { state in
            state.matchers[shape] = (matcher, state.uses)
            if state.matchers.count > capacity,
                let oldest = state.matchers.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.matchers[oldest.key] = nil
            }
        }
        return GrammarConstraint(matcher, patience: patience)
    }
}
