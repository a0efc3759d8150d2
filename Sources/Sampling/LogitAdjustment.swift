/// A change that a bias or a penalty made to one token's logit.
public struct LogitAdjustment: Hashable, Sendable {
    public let token: Int
    /// How often the token was counted; 0 for a bias.
    public let count: Int
    /// The logit before.
    public let from: Double
    /// The logit after.
    public let to: Double
}

extension SamplingSettings {
    /// What `stage` changes, by token. Tokens seen that the vocabulary does not have are passed over.
    ///
    /// Throws if a bias is for a token that the vocabulary does not have.
    func adjustments(
        at stage: SamplingStage, of logits: LogitStorage, after history: TokenHistory
    ) throws(SamplingError) -> [LogitAdjustment] {
        if isOff(stage) { return [] }
        if stage == .logitBias {
            var adjustments: [LogitAdjustment] = []
            for (token, bias) in logitBias.sorted(by: { $0.key < $1.key }) {
                guard token >= 0, token < logits.count else {
                    throw .biasOutsideVocabulary(token: token, count: logits.count)
                }
                adjustments.append(
                    LogitAdjustment(token: token, count: 0, from: logits[token], to: logits[token] + bias))
            }
            return adjustments
        }
        return history.counts(for: stage, in: order).sorted { $0.key < $1.key }
            .filter { $0.key >= 0 && $0.key < logits.count }
            .map { token, count in
                let logit = logits[token]
                return LogitAdjustment(token: token, count: count, from: logit, to: penalized(logit, count, at: stage))
            }
    }

    private func penalized(_ logit: Double, _ count: Int, at stage: SamplingStage) -> Double {
        switch stage {
        // Dividing a negative logit would make the token more probable.
        case .repetitionPenalty: logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty
        case .frequencyPenalty: logit - Double(count) * frequencyPenalty
        case .presencePenalty: logit - presencePenalty
        default: logit
        }
    }
}
