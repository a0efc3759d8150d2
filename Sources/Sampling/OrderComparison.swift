/// One set of settings in both orders, and where the results differ.
public struct OrderComparison: Hashable, Sendable {
    public let openai: SamplingTrace
    public let llamaCpp: SamplingTrace

    /// `settings.order` does not matter. Throws what a ``SamplingChain`` throws.
    public init(
        _ settings: SamplingSettings, logits: [Float], history: TokenHistory = TokenHistory()
    ) throws(SamplingError) {
        (openai, llamaCpp) = (
            try Self.chain(settings, .openai).trace(logits: logits, history: history),
            try Self.chain(settings, .llamaCpp).trace(logits: logits, history: history)
        )
    }

    /// Of traces that are there: one set of settings, each in the order that its name says.
    public init(openai: SamplingTrace, llamaCpp: SamplingTrace) {
        (self.openai, self.llamaCpp) = (openai, llamaCpp)
    }

    private static func chain(
        _ settings: SamplingSettings, _ order: SamplingSettings.Order
    ) throws(SamplingError) -> SamplingChain {
        var settings = settings
        settings.order = order
        return try SamplingChain(settings)
    }

    /// The tokens that can be drawn in one order only, by token.
    public var onlyOpenAI: [Int] { Self.tokens(of: openai.after, notIn: llamaCpp.after) }
    public var onlyLlamaCpp: [Int] { Self.tokens(of: llamaCpp.after, notIn: openai.after) }

    private static func tokens(of one: Distribution, notIn other: Distribution) -> [Int] {
        (0..<one.vocabularySize).filter { one.contains($0) && !other.contains($0) }
    }

    /// Half the sum of the differences of all probabilities: 0 when the orders agree, 1 when they share no token. The
    /// share of draws that would turn out another token at best.
    public var distance: Double {
        (0..<openai.after.vocabularySize).reduce(0) { sum, token in
            sum + abs(openai.after.probability(of: token) - llamaCpp.after.probability(of: token))
        } / 2
    }
}
