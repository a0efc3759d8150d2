/// The model's own opinion, before any setting: what an API reports as log-probabilities.
public struct LogProbabilities: Sendable {
    private let distribution: Distribution

    /// Throws a ``SamplingError`` for logits that no probability can come from.
    public init(logits: [Float]) throws(SamplingError) {
        distribution = try SamplingChain(SamplingSettings()).distribution(logits: logits)
    }

    /// The natural logarithm of the probability of `token` at temperature 1 with nothing cut.
    public func logProbability(of token: Int) -> Double { distribution.logProbability(of: token) }

    /// The `count` most probable tokens, or all if there are fewer.
    public func top(_ count: Int) -> [Candidate] { distribution.first(count) }
}
