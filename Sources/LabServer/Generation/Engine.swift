internal import LanguageModel
internal import NIOPosix
internal import Sampling
internal import Synchronization
internal import Tokenization

/// Runs the local model on threads of its own, away from the event loops and from Swift's pool.
///
/// Generations take turns, token by token, so that many clients share the threads fairly.
struct Engine: Sendable {
    private let models: ModelCatalog
    private let threads: NIOThreadPool
    /// The name of the model that writes.
    let modelName: String

    init(models: ModelCatalog, localModel: String?, threads: NIOThreadPool) {
        self.models = models
        self.threads = threads
        modelName = localModel ?? models.names.first ?? ""
    }

    /// Loads the model, so that the first request need not wait for it.
    func warmUp() {
        threads.submit { [models, modelName] _ in _ = try? models.model(named: modelName) }
    }

    /// Does other work of a model's.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await threads.runIfActive(work)
    }

    /// How many tokens of the lab's model a text has.
    func tokenCount(of text: String) async throws -> Int {
        guard !text.isEmpty else { return 0 }
        return try await run { [models, modelName] in
            try models.model(named: modelName).tokenizer.encode(text).count
        }
    }

    /// Tokenises a conversation. Throws ``ContextOverflow`` if it is too long for the model that the client named.
    func prepare(_ task: TextTask) async throws -> PreparedTask {
        try await threads.runIfActive { [models] in
            let model =
                switch task.writer {
                case .named(let name): try models.model(named: name)
                case .model(let model): model
                }
            return try PreparedTask(task, model: model)
        }
    }

    /// Begins to write.
    func begin(_ prepared: PreparedTask, seed: UInt64) async throws -> RunningText {
        try await threads.runIfActive {
            let options = GenerationOptions(
                settings: prepared.task.settings, stop: prepared.task.stop, maxTokens: prepared.limit, seed: seed,
                alternatives: prepared.task.alternatives)
            return RunningText(try Generation(model: prepared.model, prompt: prepared.tokens, options: options))
        }
    }

    /// Writes the next token.
    func advance(_ text: RunningText) async throws -> RunningText.Step {
        try await threads.runIfActive { try text.advance() }
    }

    /// Writes for a while: several tokens, to save the way from thread to thread.
    func advance(_ text: RunningText, for duration: Duration) async throws -> RunningText.Step {
        try await threads.runIfActive {
            let clock = ContinuousClock()
            let end = clock.now + duration
            var step = try text.advance()
            while step.finish == nil, clock.now < end {
                let next = try text.advance()
                step = RunningText.Step(
                    text: step.text + next.text, finish: next.finish, tokens: next.tokens,
                    written: step.written + next.written)
            }
            return step
        }
    }
}

/// A text that is being written.
final class RunningText: Sendable {
    struct Step: Sendable {
        /// What became certain with this step; it may be empty.
        var text: String
        /// Why the text ended; `nil` while it goes on.
        var finish: FinishReason?
        /// All tokens so far.
        var tokens: Int
        /// The tokens of ``text``, if the task asks for log-probabilities. A token that is held back comes with the step that
        /// releases its last byte. One that a stop string cuts never comes, and nor does an end token, which is no text.
        var written: [WrittenToken] = []
    }

    /// A token of a text.
    struct WrittenToken: Hashable, Sendable {
        /// A token with its natural logarithm of the probability by the model alone.
        struct Candidate: Hashable, Sendable {
            var token: TokenID
            var bytes: [UInt8]
            var logProbability: Double
        }

        var drawn: Candidate
        /// The most probable tokens at its place, as many as the task asks for.
        var top: [Candidate]
    }

    private struct State {
        var generation: Generation
        var ledger = TokenLedger()
    }

    /// The lock is never waited for: steps of one text follow one another.
    private let state: Mutex<State>

    init(_ generation: sending Generation) { state = Mutex(State(generation: generation)) }

    func advance() throws -> Step {
        try state.withLock { state in
            let step = try state.generation.next()
            let finish = state.generation.finish
            var written: [WrittenToken] = []
            if let step, step.logProbability != nil {
                written = state.ledger.take(step, finish: finish, tokenizer: state.generation.model.tokenizer)
            }
            return Step(
                text: step?.text ?? "", finish: finish, tokens: state.generation.completionTokenCount,
                written: written)
        }
    }
}
