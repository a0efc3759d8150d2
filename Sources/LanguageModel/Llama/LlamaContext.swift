internal import Tokenization

/// A text that a Llama model reads and writes.
final class LlamaContext: ModelContext {
    let model: LlamaModel
    private var cache: KVCache?
    private var lastLogits: [Float] = []

    init(_ model: LlamaModel) { self.model = model }

    deinit { if let cache { model.shelf.put(cache) } }

    func begin(with tokens: [TokenID]) throws -> Int {
        guard cache == nil, !tokens.isEmpty else { return 0 }
        let engine = model.engine
        let opened = try engine.betweenPasses {
            try model.shelf.open(for: tokens) { try KVCache(engine.weights.shape, type: engine.cacheType) }
        }
        cache = opened
        return opened.count
    }

    func logits(appending tokens: [TokenID]) throws -> [Float] {
        guard !tokens.isEmpty else {
            guard cache != nil else { throw ModelError.emptyPrompt }
            return lastLogits
        }
        try check(tokens[...])
        var rest = tokens[...].dropFirst(try begin(with: tokens))
        while !rest.isEmpty {
            let next = rest.prefix(LlamaEngine.promptRows)
            rest = rest.dropFirst(next.count)
            let span = try span(appending: next, wantsLogits: rest.isEmpty)
            model.engine.run([span]) { _, logits in lastLogits = Array(logits) }
        }
        return lastLogits
    }

    /// Throws a ``ModelError`` for tokens that cannot be appended.
    private func check(_ tokens: ArraySlice<TokenID>) throws {
        let shape = model.engine.weights.shape
        if let stranger = tokens.first(where: { !(0..<Int32(shape.vocabulary)).contains($0) }) {
            throw ModelError.tokenOutsideVocabulary(token: Int(stranger), vocabularySize: shape.vocabulary)
        }
        let count = (cache?.count ?? 0) + tokens.count
        guard count <= shape.contextLength else {
            throw ModelError.promptTooLong(tokens: count, contextLength: shape.contextLength)
        }
    }

    /// A part of a pass that appends `tokens`.
    func span(appending tokens: ArraySlice<TokenID>, wantsLogits: Bool) throws -> LlamaEngine.Span {
        try check(tokens)
        if cache == nil { _ = try begin(with: Array(tokens.prefix(1))) }
        guard let cache, !tokens.isEmpty else { throw ModelError.emptyPrompt }
        return LlamaEngine.Span(tokens: tokens, cache: cache, wantsLogits: wantsLogits)
    }
}
