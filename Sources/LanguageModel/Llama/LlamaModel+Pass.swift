extension LlamaModel {
    public var passLimit: Int? { LlamaEngine.rowLimit }

    public func advance(
        _ parts: [PassPart], _ body: (Int, Result<UnsafeBufferPointer<Float>, any Error>) -> Void
    ) {
        var spans: [LlamaEngine.Span] = []
        var places: [Int] = []
        for (place, part) in parts.enumerated() {
            do {
                guard let context = part.context as? LlamaContext, context.model === self else {
                    preconditionFailure("a text of another model's")
                }
                spans.append(try context.span(appending: part.tokens, wantsLogits: part.wantsLogits))
                places.append(place)
            } catch {
                body(place, .failure(error))
            }
        }
        guard !spans.isEmpty else { return }
        engine.run(spans) { body(places[$0], .success($1)) }
    }
}
