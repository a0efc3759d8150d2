internal import Synchronization
public import Tokenization

/// A Llama model from a GGUF file: SmolLM2, and others whose weights are Q4_0, Q4_1, Q8_0, F16 or F32.
///
///     let model = try LlamaModel(path: file, id: "smollm2-135m-instruct")
///     let logits = try model.makeContext().logits(appending: model.tokenizer.encode("The sky is"))
///
/// The file is mapped: opening it takes milliseconds, and weights come into memory as they are first used. Any number of
/// texts may be written at once; their tokens are computed in turns.
public final class LlamaModel: LanguageModel {
    /// The name of the model that the course brings along.
    public static let smollm2 = "smollm2-135m-instruct"

    public let id: String
    public let arithmetic: Arithmetic
    public let contextLength: Int
    public let endTokens: Set<TokenID>
    public var tokenizer: any Tokenizer { bytePairs }

    let engine: LlamaEngine
    let shelf = CacheShelf()
    private let bytePairs: BytePairTokenizer
    private let template: ChatTemplate?
    private let beginning: [TokenID]
    /// The same model in exact arithmetic, made when first asked for.
    private let sibling: Mutex<LlamaModel?> = Mutex(nil)

    /// - Throws: ``FileFailure``, ``GGUFError``, `BytePairError` or ``ModelError/unsupported(_:)``: what is wrong with the
    ///   file, or what in it cannot be used here.
    public convenience init(
        path: String, id: String, arithmetic: Arithmetic = .fast, pool: WorkerPool = .shared
    ) throws {
        let file = try GGUFFile(path: path)
        let weights = try LlamaWeights(file)
        weights.willNeed()
        let tokenizer = try file.tokenizer()
        var ends = Set(tokenizer.specialTokens.filter { Self.endTexts.contains($0.text) }.map(\.id))
        for key in ["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id"] {
            if let token = try file.integer(key), token < weights.shape.vocabulary { ends.insert(TokenID(token)) }
        }
        var beginning: [TokenID] = []
        if try file.bool("tokenizer.ggml.add_bos_token") ?? false,
            let token = try file.integer("tokenizer.ggml.bos_token_id"), token < weights.shape.vocabulary
        {
            beginning = [TokenID(token)]
        }
        self.init(
            id: id, engine: LlamaEngine(weights, arithmetic: arithmetic, pool: pool), tokenizer: tokenizer,
            template: ChatTemplate(try file.string("tokenizer.chat_template"), tokenizer), beginning: beginning,
            ends: ends)
    }

    private init(
        id: String, engine: LlamaEngine, tokenizer: BytePairTokenizer, template: ChatTemplate?, beginning: [TokenID],
        ends: Set<TokenID>
    ) {
        self.id = id
        self.engine = engine
        arithmetic = engine.arithmetic
        contextLength = engine.weights.shape.contextLength
        bytePairs = tokenizer
        self.template = template
        self.beginning = beginning
        endTokens = ends
    }

    /// The tokenizer of a model file alone.
    public static func tokenizer(path: String) throws -> BytePairTokenizer { try GGUFFile(path: path).tokenizer() }

    private static let endTexts: Set<String> = ["<|endoftext|>", "<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "</s>"]

    public var exact: any LanguageModel {
        if arithmetic == .exact { return self }
        return sibling.withLock { sibling in
            if let sibling { return sibling }
            let made = copy(LlamaEngine(engine.weights, arithmetic: .exact, pool: engine.pool))
            sibling = made
            return made
        }
    }

    /// The same model, computed by other threads.
    public func running(on pool: WorkerPool) -> LlamaModel {
        copy(LlamaEngine(engine.weights, arithmetic: arithmetic, pool: pool))
    }

    private func copy(_ engine: LlamaEngine) -> LlamaModel {
        LlamaModel(
            id: id, engine: engine, tokenizer: bytePairs, template: template, beginning: beginning, ends: endTokens)
    }

    public func promptTokens(for text: String) -> [TokenID] { beginning + bytePairs.encode(text) }

    public func promptTokens(for turns: [ChatTurn]) -> [TokenID] {
        if let template { return beginning + template.tokens(for: turns, bytePairs) }
        // A model with no form of its own for conversations goes on with a written one.
        let written = turns.map { "\($0.role.rawValue): \($0.text)" }.joined(separator: "\n\n")
        return promptTokens(for: turns.last?.role == .assistant ? written : written + "\n\nassistant:")
    }

    public func makeContext() -> any ModelContext { LlamaContext(self) }
}
