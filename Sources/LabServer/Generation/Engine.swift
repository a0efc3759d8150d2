internal import LanguageModel
internal import NIOPosix
internal import Sampling
internal import Synchronization
internal import Tokenization

/// Has the local models write, away from the event loops and from Swift's pool.
///
/// Models are loaded, and long prompts tokenised, on `threads`; texts are written by schedulers, see there.
struct Engine: Sendable {
    private let models: ModelCatalog
    private let threads: NIOThreadPool
    /// The name of the model that writes.
    let modelName: String
    /// Writes with models that take several texts in one pass.
    private let together: Scheduler
    /// Writes with the other models, which are small: their texts do not wait for a large model's passes.
    private let oneByOne: Scheduler
    private let loaded = Loaded()
    private let constraints = ConstraintShelves()

    /// The name of the model that writes where a weak one shall: the n-gram model, if it is at hand.
    var weakestModelName: String { models.names.contains(NGramModel.name) ? NGramModel.name : modelName }

    init(models: ModelCatalog, localModel: String?, threads: NIOThreadPool, positions: Int) {
        self.models = models
        self.threads = threads
        modelName = localModel ?? models.names.first ?? ""
        together = Scheduler(positions: positions)
        oneByOne = Scheduler(positions: .max)
    }

    /// Loads the model, so that the first request need not wait for it.
    func warmUp() {
        threads.submit { [self] _ in _ = try? load(.named(modelName)) }
    }

    /// Ends all texts.
    func stop() {
        together.stop()
        oneByOne.stop()
    }

    /// Does other work of a model's.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await threads.runIfActive(work)
    }

    // MARK: Texts

    /// Prompts up to so many bytes are tokenised at once: going to another thread would take longer.
    private static let shortPrompt = 2048

    /// How many tokens of the lab's model a text has.
    func tokenCount(of text: String) async throws -> Int {
        guard !text.isEmpty else { return 0 }
        return try await run { [models, modelName] in
            try models.model(named: modelName).tokenizer.encode(text).count
        }
    }

    /// Tokenises a conversation. Throws ``ContextOverflow`` if it is too long for the model that the client named.
    func prepare(_ task: TextTask) async throws -> PreparedTask {
        if task.prompt.byteCount <= Self.shortPrompt, let model = loaded.model(of: task.writer) {
            return try PreparedTask(task, model: model)
        }
        return try await threads.runIfActive { try PreparedTask(task, model: try load(task.writer)) }
    }

    /// Begins to write. Throws a `SamplingError` or `ModelError` for what cannot be written, and a `GrammarError` for a shape
    /// that cannot be kept.
    ///
    /// - Parameter isWanted: see ``Scheduler/write(with:prompt:options:isWanted:)``.
    func begin(
        _ prepared: PreparedTask, seed: UInt64, isWanted: @escaping @Sendable () -> Bool = { true }
    ) async throws -> RunningText {
        if let canned = prepared.model as? CannedModel { return canned.text(upTo: prepared.limit) }
        let options = GenerationOptions(
            settings: prepared.task.settings, stop: prepared.task.stop, maxTokens: prepared.limit, seed: seed,
            alternatives: prepared.task.alternatives, constraint: try await constraint(for: prepared))
        return try (prepared.model.passLimit == nil ? oneByOne : together).write(
            with: prepared.model, prompt: prepared.tokens, options: options, isWanted: isWanted)
    }

    private func constraint(for prepared: PreparedTask) async throws -> (any TokenConstraint)? {
        guard let shape = prepared.task.shape else { return nil }
        let shelf = constraints.shelf(for: prepared.model)
        return try await threads.runIfActive { try shelf.json(shape) }
    }

    /// Throws a `GrammarError` if texts of `model` cannot be kept to `shape`. It may take a while.
    func check(_ shape: JSONShape, for model: any LanguageModel) throws {
        _ = try constraints.shelf(for: model).json(shape)
    }

    // MARK: Models

    private func load(_ writer: Writer) throws -> any LanguageModel {
        switch writer {
        case .model(let model): return model
        case .named(let name):
            let model = try models.model(named: name)
            loaded.keep(model, as: name)
            return model
        }
    }

    /// The models that need not be waited for.
    private final class Loaded: Sendable {
        private let models: Mutex<[String: any LanguageModel]> = Mutex([:])

        func keep(_ model: any LanguageModel, as name: String) { models.withLock { $0[name] = model } }

        func model(of writer: Writer) -> (any LanguageModel)? {
            switch writer {
            case .model(let model): model
            case .named(let name): models.withLock { $0[name] }
            }
        }
    }
}
