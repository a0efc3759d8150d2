package import LanguageModel
package import Tokenization

/// A text that is being written, as an endpoint sees it. When the last reference to it goes, the writing ends.
package final class RunningText: Sendable {
    /// What came with one token, or with several.
    package struct Step: Sendable {
        /// What became certain; it may be empty.
        package var text: String
        /// Why the text ended; `nil` while it goes on.
        package var finish: FinishReason?
        /// The number of all tokens so far.
        package var tokens: Int
        /// The tokens of ``text``, if the task asks for log-probabilities. A token that is held back comes with the step that
        /// releases its last byte. One that a stop string cuts never comes, and nor does an end token, which is no text.
        package var written: [WrittenToken] = []
    }

    /// A token of a text.
    package struct WrittenToken: Hashable, Sendable {
        /// A token with its natural logarithm of the probability by the model alone.
        package struct Candidate: Hashable, Sendable {
            package var token: TokenID
            package var bytes: [UInt8]
            package var logProbability: Double
        }

        package var drawn: Candidate
        /// The most probable tokens at its place, as many as the task asks for.
        package var top: [Candidate]
    }

    private let steps: StepQueue

    init(_ steps: StepQueue) { self.steps = steps }

    deinit { steps.cancel() }

    /// The next step; after the end the same end again, without text. Throws ``ClientLeft`` once nobody waits, a `ModelError` if
    /// the model fails, and a `CancellationError` in a cancelled task, which ends the text.
    package func next() async throws -> Step { try await steps.next(.step) }

    /// All the rest.
    package func rest() async throws -> Step { try await steps.next(.whole) }

    /// Ends the writing, and frees what it takes.
    package func cancel() { steps.cancel() }
}

extension RunningText.Step {
    /// This and `next` in one.
    mutating func append(_ next: RunningText.Step) {
        text += next.text
        finish = next.finish
        tokens = next.tokens
        written += next.written
    }
}
