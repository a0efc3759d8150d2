public import Tokenization

/// What a text may be, told token by token: which tokens may come next, and whether the text may end.
///
/// A value: a copy goes its own way. Whatever allowed tokens are taken, there is a way to a complete text from there: so
/// ``allowed()`` never gives nothing at all.
public protocol TokenConstraint: Sendable {
    /// What may follow the text so far.
    func allowed() -> AllowedTokens

    /// Takes `token`, which must be one of ``allowed()``'s.
    mutating func advance(by token: TokenID)
}

/// What may follow a text.
public struct AllowedTokens: Hashable, Sendable {
    /// The tokens that may come next. End tokens are not among them: see ``mayEnd``.
    public let tokens: TokenSet
    /// Whether the text is complete as it is.
    public let mayEnd: Bool

    public init(tokens: TokenSet, mayEnd: Bool) {
        self.tokens = tokens
        self.mayEnd = mayEnd
    }

    /// Whether nothing can follow but the end.
    public var isOnlyEnd: Bool { mayEnd && tokens.isEmpty }

    /// `logits` with minus infinity for all that is not allowed. `endTokens` are allowed where the text may end.
    ///
    /// A model that excludes all that is allowed has no say: then all allowed tokens get the same logit.
    public func masking(_ logits: UnsafeBufferPointer<Float>, endTokens: Set<TokenID>) -> [Float] {
        var masked = [Float](repeating: -.infinity, count: logits.count)
        var best = -Float.infinity
        let ends = mayEnd ? endTokens.filter { $0 >= 0 && Int($0) < logits.count } : []
        tokens.forEach(below: logits.count) { token in
            masked[token] = logits[token]
            best = max(best, logits[token])
        }
        for token in ends {
            masked[Int(token)] = logits[Int(token)]
            best = max(best, logits[Int(token)])
        }
        if best == -.infinity {
            tokens.forEach(below: logits.count) { masked[$0] = 0 }
            for token in ends { masked[Int(token)] = 0 }
        }
        return masked
    }
}
