/// What one stage did.
public struct StageRecord: Hashable, Sendable {
    public let stage: SamplingStage
    /// The setting, as a person reads it: `0.7`, `40`, or `off`.
    public let setting: String
    /// How many tokens came in.
    public let received: Int
    /// How many tokens were kept.
    public let kept: Int
    /// The probability of the tokens that were cut, under the distribution that came in. 0 if none was.
    public let removedMass: Double
    /// What came out: the kept tokens, renormalised.
    public let distribution: Distribution

    /// `temperature`, `top-k`, `top-p` or `min-p`.
    public var name: String { stage.rawValue }
    /// The entropy of what came out, in bits.
    public var entropy: Double { distribution.entropy }
}

/// The way from the logits to the distribution that is drawn from, stage by stage.
public struct SamplingTrace: Hashable, Sendable {
    /// The model's own distribution: temperature 1, nothing cut.
    public let before: Distribution
    /// All four stages in the order in which they ran, those that are off included.
    public let stages: [StageRecord]
    /// The distribution that is drawn from.
    public var after: Distribution { stages.last?.distribution ?? before }
}
