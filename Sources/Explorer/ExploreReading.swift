public import Sampling

/// What settings make of logits: everything that a frame shows.
public struct ExploreReading: Sendable {
    /// How many candidates are drawn as pieces of the line from 0 to 1.
    static let lineLimit = 60

    public let trace: SamplingTrace
    /// What the tokens are listed by: the logits with biases and penalties, before temperature and cuts.
    let ranking: Distribution
    /// What top-p adds up.
    let received: Distribution
    /// How many tokens the other order would keep.
    let keptInOtherOrder: Int

    init(_ settings: SamplingSettings, logits: [Float], history: TokenHistory) throws {
        trace = try SamplingChain(settings).trace(logits: logits, history: history)
        let firstCut = trace.stages.firstIndex { !$0.stage.adjustsLogits } ?? 0
        ranking = trace.distribution(before: firstCut)
        received = trace.distribution(before: trace.stages.firstIndex { $0.stage == .topP } ?? 0)
        var other = settings
        other.order = settings.order == .openai ? .llamaCpp : .openai
        keptInOtherOrder = try SamplingChain(other).distribution(logits: logits, history: history).count
    }

    public var before: Distribution { trace.before }
    public var after: Distribution { trace.after }

    /// The stages that cut tokens, with what they did.
    var cuts: [StageRecord] { trace.stages.filter { $0.kept < $0.received } }
}
