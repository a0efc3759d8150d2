public import Tokenization

/// A text's part in a pass that a model makes for several texts together.
public struct PassPart {
    public var context: any ModelContext
    /// The tokens to append, one or more.
    public var tokens: ArraySlice<TokenID>
    /// Whether the logits after the last of ``tokens`` are asked for. Not so inside a prompt.
    public var wantsLogits: Bool

    public init(context: any ModelContext, tokens: ArraySlice<TokenID>, wantsLogits: Bool) {
        self.context = context
        self.tokens = tokens
        self.wantsLogits = wantsLogits
    }
}

extension LanguageModel {
    public var passLimit: Int? { nil }

    public func advance(
        _ parts: [PassPart], _ body: (Int, Result<UnsafeBufferPointer<Float>, any Error>) -> Void
    ) {
        for (place, part) in parts.enumerated() {
            do {
                let logits = try part.context.logits(appending: Array(part.tokens))
                if part.wantsLogits { logits.withUnsafeBufferPointer { body(place, .success($0)) } }
            } catch {
                body(place, .failure(error))
            }
        }
    }
}

extension ModelContext {
    public func begin(with tokens: [TokenID]) throws -> Int { 0 }
}
