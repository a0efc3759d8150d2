/// What one stage did.
public struct StageRecord: Hashable, Sendable {
    public let stage: SamplingStage
    /// The setting, as a person reads it: `0.7`, `40`, or `off`.
    public let setting: String
    /// Whether the stage can change nothing at its setting.
    public let isOff: Bool
    /// How many tokens came in.
    public let received: Int
    /// The probability of the tokens that were cut, under the distribution that came in. 0 if none was.
    public let removedMass: Double
    /// What a bias or penalty changed, by token; empty for other stages.
    public let adjustments: [LogitAdjustment]
    /// What came out: the kept tokens, renormalised.
    public let distribution: Distribution

    /// The stage's name, such as `top-p`.
    public var name: String { stage.rawValue }
    /// How many tokens were kept.
    public var kept: Int { distribution.count }
    /// The entropy of what came out, in bits.
    public var entropy: Double { distribution.entropy }
    /// The perplexity of what came out.
    public var perplexity: Double { distribution.perplexity }
}

/// The way from the logits to the distribution that is drawn from, stage by stage.
public struct SamplingTrace: Hashable, Sendable {
    public let settings: SamplingSettings
    /// The model's own distribution: temperature 1, nothing adjusted, nothing cut.
    public let before: Distribution
    /// All stages in the order in which they ran, those that are off included.
    public let stages: [StageRecord]
    /// The distribution that is drawn from.
    public var after: Distribution { stages.last?.distribution ?? before }

    /// The distribution that came into `stages[index]`.
    public func distribution(before index: Int) -> Distribution {
        index == 0 ? before : stages[index - 1].distribution
    }
}
