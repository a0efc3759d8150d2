/// The stages between a model's logits and the distribution that a token is drawn from.
///
/// Pure: the same logits and settings give the same distribution on every machine, up to the last bits of the
/// system's `exp`.
///
///     let chain = try SamplingChain(SamplingSettings(temperature: 0.7, topP: 0.9))
///     var generator = SeededGenerator(seed: 42)
///     let draw = draw(from: try chain.distribution(logits: logits), using: &generator)
///
/// Logits must be finite, or minus infinity for a token that is excluded. NaN, plus infinity, no logits, or only
/// excluded tokens are refused with a ``SamplingError``. `Float` logits are widened to `Double` first.
public struct SamplingChain: Hashable, Sendable {
    public let settings: SamplingSettings

    /// Throws ``SamplingError/setting(name:found:allowed:)`` if a setting is out of its range.
    public init(_ settings: SamplingSettings) throws(SamplingError) {
        try settings.validate()
        self.settings = settings
    }

    /// Every stage with what it did. Sorts all tokens: for a look, not for a long generation.
    public func trace(logits: [Double]) throws(SamplingError) -> SamplingTrace {
        var selection = try Selection(logits)
        let before = selection.distribution()
        var distribution = before
        var stages: [StageRecord] = []
        for stage in settings.order.stages {
            let received = distribution
            selection.apply(stage, of: settings)
            if !isNeutral(stage) { distribution = selection.distribution() }
            let removed = received.candidates.dropFirst(distribution.count)
            stages.append(
                StageRecord(
                    stage: stage, setting: description(of: stage), received: received.count,
                    kept: distribution.count, removedMass: removed.reduce(0) { $0 + $1.probability },
                    distribution: distribution))
        }
        return SamplingTrace(before: before, stages: stages)
    }

    /// The distribution that is drawn from, after all stages.
    public func distribution(logits: [Double]) throws(SamplingError) -> Distribution {
        var selection = try applied(to: logits)
        return selection.distribution()
    }

    /// Draws a token: the same as ``draw(from:using:)`` on ``distribution(logits:)``, without sorting the tokens that
    /// are not reached.
    public func draw(
        logits: [Double], using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Draw {
        var selection = try applied(to: logits)
        return Draw.at(uniform(using: &generator), count: selection.kept) { selection.candidate(at: $0) }
    }

    // Disfavoured, so that literals are `Double`.

    @_disfavoredOverload
    public func trace(logits: [Float]) throws(SamplingError) -> SamplingTrace {
        try trace(logits: widened(logits))
    }

    @_disfavoredOverload
    public func distribution(logits: [Float]) throws(SamplingError) -> Distribution {
        try distribution(logits: widened(logits))
    }

    @_disfavoredOverload
    public func draw(
        logits: [Float], using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Draw {
        try draw(logits: widened(logits), using: &generator)
    }

    private func applied(to logits: [Double]) throws(SamplingError) -> Selection {
        var selection = try Selection(logits)
        for stage in settings.order.stages { selection.apply(stage, of: settings) }
        return selection
    }

    private func isNeutral(_ stage: SamplingStage) -> Bool {
        switch stage {
        case .temperature: settings.temperature == 1
        case .topK: settings.topK == nil
        case .topP: settings.topP == 1
        case .minP: settings.minP == 0
        }
    }

    private func description(of stage: SamplingStage) -> String {
        switch stage {
        case .temperature: "\(settings.temperature)"
        case .topK: settings.topK.map { "\($0)" } ?? "off"
        case .topP: isNeutral(stage) ? "off" : "\(settings.topP)"
        case .minP: isNeutral(stage) ? "off" : "\(settings.minP)"
        }
    }
}

/// The model's own opinion, before any setting: what an API reports as log-probabilities.
public struct LogProbabilities: Sendable {
    private var selection: Selection

    public init(logits: [Float]) throws(SamplingError) { selection = try Selection(widened(logits)) }

    /// The natural logarithm of the probability of `token` at temperature 1 with nothing cut.
    public mutating func logProbability(of token: Int) -> Double { selection.logProbability(of: token) }

    /// The `count` most probable tokens, or all if there are fewer.
    public mutating func top(_ count: Int) -> [Candidate] { selection.candidates(first: count) }
}

func widened(_ logits: [Float]) -> [Double] {
    var wide = [Double](repeating: 0, count: logits.count)
    for index in logits.indices { wide[index] = Double(logits[index]) }
    return wide
}
