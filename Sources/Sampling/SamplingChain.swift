internal import CKernels

/// The stages between a model's logits and the distribution that a token is drawn from.
///
/// Pure: the same logits, history, settings and random numbers give the same token on every machine, to the last bit.
///
///     let chain = try SamplingChain(SamplingSettings(temperature: 0.7, topP: 0.9))
///     var generator = SeededGenerator(seed: 42)
///     let draw = try chain.draw(logits: logits, using: &generator)
///
/// Logits must be finite, or minus infinity for a token that is excluded. NaN, plus infinity, no logits, or only
/// excluded tokens are refused with a ``SamplingError``, also if a bias or penalty makes them so.
public struct SamplingChain: Hashable, Sendable {
    public let settings: SamplingSettings

    /// Throws ``SamplingError/setting(name:found:allowed:)`` if a setting is out of its range.
    public init(_ settings: SamplingSettings) throws(SamplingError) {
        try settings.validate()
        self.settings = settings
    }

    // MARK: With a look

    /// Every stage with what it did.
    public func trace(
        logits: [Double], history: TokenHistory = TokenHistory()
    ) throws(SamplingError) -> SamplingTrace {
        try trace(.doubles(logits), history) { _ in }.trace
    }

    /// The distribution that is drawn from, after all stages.
    public func distribution(
        logits: [Double], history: TokenHistory = TokenHistory()
    ) throws(SamplingError) -> Distribution {
        try distribution(.doubles(logits), history)
    }

    // Disfavoured, so that literals are `Double`.

    @_disfavoredOverload
    public func trace(
        logits: [Float], history: TokenHistory = TokenHistory()
    ) throws(SamplingError) -> SamplingTrace {
        try trace(.floats(logits), history) { _ in }.trace
    }

    @_disfavoredOverload
    public func distribution(
        logits: [Float], history: TokenHistory = TokenHistory()
    ) throws(SamplingError) -> Distribution {
        try distribution(.floats(logits), history)
    }

    /// Every stage with what it did, and a draw from what they left: the same draw as without the look.
    public func tracedDraw(
        logits: [Float], history: TokenHistory = TokenHistory(), using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> (trace: SamplingTrace, draw: Draw) {
        let number = uniform(using: &generator)
        let (trace, draw) = try trace(.floats(logits), history) { Draw(number, from: &$0) }
        return (trace, draw)
    }

    // MARK: Straight to a token

    /// Draws a token: the same as ``draw(from:using:)`` on ``distribution(logits:history:)``, in less time.
    public func draw(
        logits: [Double], history: TokenHistory = TokenHistory(), using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Draw {
        try draw(.doubles(logits), history, at: uniform(using: &generator))
    }

    @_disfavoredOverload
    public func draw(
        logits: [Float], history: TokenHistory = TokenHistory(), using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Draw {
        try draw(.floats(logits), history, at: uniform(using: &generator))
    }

    /// Draws a token without a copy of the logits, wherever they lie.
    public func draw(
        logits: UnsafeBufferPointer<Float>, history: TokenHistory = TokenHistory(),
        using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Draw {
        if settings.order.stages.contains(where: { $0.adjustsLogits && !settings.isOff($0) }) {
            return try draw(.floats(Array(logits)), history, at: uniform(using: &generator))
        }
        var selection = try Selection(ck_logits(logits))
        apply(to: &selection)
        return Draw(uniform(using: &generator), from: &selection)
    }

    private func draw(
        _ logits: LogitStorage, _ history: TokenHistory, at uniform: Double
    ) throws(SamplingError) -> Draw {
        try adjusted(logits, history).withKernelLogits { (logits) throws(SamplingError) in
            var selection = try Selection(logits)
            apply(to: &selection)
            return Draw(uniform, from: &selection)
        }
    }

    private func distribution(
        _ logits: LogitStorage, _ history: TokenHistory
    ) throws(SamplingError) -> Distribution {
        let logits = try adjusted(logits, history)
        return try logits.withKernelLogits { (lent) throws(SamplingError) in
            var selection = try Selection(lent)
            apply(to: &selection)
            return Distribution(logits, &selection)
        }
    }

    /// Records all stages, and lends what they leave to `finish`.
    private func trace<Result>(
        _ logits: LogitStorage, _ history: TokenHistory, finish: (inout Selection) -> Result
    ) throws(SamplingError) -> (trace: SamplingTrace, result: Result) {
        var logits = logits
        let stages = settings.order.stages
        let adjusts = stages.contains { $0.adjustsLogits && !settings.isOff($0) }
        var records = Records(settings)
        if adjusts {
            records.begin(with: try Distribution(logits))
            for stage in stages where stage.adjustsLogits {
                let adjustments = try settings.adjustments(at: stage, of: logits, after: history)
                if !adjustments.isEmpty { logits = logits.adjusted(by: adjustments) }
                records.add(
                    stage, adjustments: adjustments, adjustments.isEmpty ? nil : try Distribution(logits))
            }
        }
        let result = try logits.withKernelLogits { (lent) throws(SamplingError) in
            var selection = try Selection(lent)
            selection.isRecorded = true
            if !adjusts {
                // Bins for the model's own distribution are worth their while if the first cut can use them.
                let dealing =
                    settings.isOff(.temperature) || settings.order == .llamaCpp && !settings.isOff(.topP)
                records.begin(with: Distribution(logits, &selection, dealing: dealing))
                for stage in stages where stage.adjustsLogits { records.add(stage) }
            }
            for stage in stages where !stage.adjustsLogits {
                selection.apply(stage, of: settings)
                if settings.isOff(stage) {
                    records.add(stage)
                } else {
                    let result = Distribution(logits, &selection, dealing: stage == .temperature)
                    records.add(stage, removedMass: selection.cutShare, result)
                }
            }
            return finish(&selection)
        }
        return (records.trace, result)
    }

    // MARK: Stages

    private func adjusted(_ logits: LogitStorage, _ history: TokenHistory) throws(SamplingError) -> LogitStorage {
        var logits = logits
        for stage in settings.order.stages where stage.adjustsLogits {
            let adjustments = try settings.adjustments(at: stage, of: logits, after: history)
            if !adjustments.isEmpty { logits = logits.adjusted(by: adjustments) }
        }
        return logits
    }

    private func apply(to selection: inout Selection) {
        for stage in settings.order.stages where !stage.adjustsLogits { selection.apply(stage, of: settings) }
    }
}

extension Selection {
    fileprivate mutating func apply(_ stage: SamplingStage, of settings: SamplingSettings) {
        beginStage()
        let ties = settings.order == .openai
        switch stage {
        case .temperature: setTemperature(settings.temperature)
        case .topK: if let limit = settings.topK { keepTop(limit, ties: ties) }
        case .topP: keepNucleus(settings.topP)
        case .minP: keepAtLeast(settings.minP)
        case .typicalP: keepTypical(settings.typicalP, ties: ties)
        case .logitBias, .repetitionPenalty, .frequencyPenalty, .presencePenalty: break
        }
    }
}

extension Distribution {
    /// The model's own.
    fileprivate init(_ logits: LogitStorage) throws(SamplingError) {
        self = try logits.withKernelLogits { (lent) throws(SamplingError) in
            var selection = try Selection(lent)
            return Distribution(logits, &selection)
        }
    }
}

/// A trace in the making.
private struct Records {
    let settings: SamplingSettings
    private var before: Distribution?
    private var stages: [StageRecord] = []

    init(_ settings: SamplingSettings) { self.settings = settings }

    mutating func begin(with distribution: Distribution) { before = distribution }

    private var last: Distribution {
        guard let last = stages.last?.distribution ?? before else { preconditionFailure("a trace begins with logits") }
        return last
    }

    /// `result` is what came out of the stage, `nil` if that is what came in.
    mutating func add(
        _ stage: SamplingStage, adjustments: [LogitAdjustment] = [], removedMass: Double = 0,
        _ result: Distribution? = nil
    ) {
        let received = last
        let excluded = adjustments.filter { $0.to == -.infinity }
        stages.append(
            StageRecord(
                stage: stage, setting: settings.description(of: stage), isOff: settings.isOff(stage),
                received: received.count,
                removedMass: excluded.reduce(removedMass) { $0 + received.probability(of: $1.token) },
                adjustments: adjustments, distribution: result ?? received))
    }

    var trace: SamplingTrace {
        guard let before else { preconditionFailure("a trace begins with logits") }
        return SamplingTrace(settings: settings, before: before, stages: stages)
    }
}
