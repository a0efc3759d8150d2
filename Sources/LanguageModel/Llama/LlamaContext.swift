internal import Tokenization

/// A text that a Llama model reads and writes.
final class LlamaContext: ModelContext {
    private let model: LlamaModel
    private var cache: KVCache?
    private var lastLogits: [Float] = []

    init(_ model: LlamaModel) { self.model = model }

    deinit { if let cache { model.shelf.put(cache) } }

    func logits(appending tokens: [TokenID]) throws -> [Float] {
        let shape = model.engine.weights.shape
        if let stranger = tokens.first(where: { !(0..<Int32(shape.vocabulary)).contains($0) }) {
            throw ModelError.tokenOutsideVocabulary(token: Int(stranger), vocabularySize: shape.vocabulary)
        }
        guard (cache?.count ?? 0) + tokens.count <= shape.contextLength else {
            throw ModelError.promptTooLong(
                tokens: (cache?.count ?? 0) + tokens.count, contextLength: shape.contextLength)
        }
        guard !tokens.isEmpty else {
            guard cache != nil else { throw ModelError.emptyPrompt }
            return lastLogits
        }
        var rest = tokens[...]
        if cache == nil, let found = model.shelf.take(for: tokens) {
            cache = found
            rest = rest.dropFirst(found.count)
        }
        let cache = try self.cache ?? KVCache(shape, type: model.engine.cacheType)
        self.cache = cache
        while !rest.isEmpty {
            let next = rest.prefix(LlamaEngine.rowLimit)
            rest = rest.dropFirst(next.count)
            let logits = model.engine.run([.init(tokens: next, cache: cache, wantsLogits: rest.isEmpty)])
            if let logits = logits.first { lastLogits = logits }
        }
        return lastLogits
    }
}
