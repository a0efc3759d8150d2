#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The tokens that are kept between two stages.
///
/// Every stage keeps a beginning of the ranking, for temperature never changes the order. So the state is a ranking, a
/// count and a temperature. Probabilities are summed in `Double`: sums in `Float` cut a nucleus short.
struct Selection {
    /// How far a sum may fall short of a threshold through rounding alone, as a fraction of it. Without it, a top-p of
    /// 0.8 over tokens of 0.5 and 0.3 might ask for a third.
    private static let slack = 1e-12

    private var ranking: Ranking
    private(set) var kept: Int
    private var temperature = 1.0
    private var cachedTotal: Double?

    init(_ logits: [Double]) throws(SamplingError) {
        ranking = try Ranking(logits)
        kept = ranking.count
    }

    // MARK: Stages

    mutating func apply(_ stage: SamplingStage, of settings: SamplingSettings) {
        switch stage {
        case .temperature: setTemperature(settings.temperature)
        case .topK: if let count = settings.topK { keepTop(count, withTies: settings.order == .openai) }
        case .topP: keepNucleus(settings.topP)
        case .minP: keepAtLeast(settings.minP)
        }
    }

    private mutating func setTemperature(_ value: Double) {
        if value == 0 {
            keep(1)
        } else if value != temperature {
            temperature = value
            cachedTotal = nil
        }
    }

    private mutating func keepTop(_ count: Int, withTies: Bool) {
        guard count < kept else { return }
        var count = count
        if withTies {
            let last = ranking.logit(at: count - 1)
            while count < kept, ranking.logit(at: count) == last { count += 1 }
        }
        keep(count)
    }

    private mutating func keepNucleus(_ topP: Double) {
        guard topP < 1 else { return }
        let threshold = topP * total() * (1 - Self.slack)
        var sum = weight(at: 0)
        var count = 1
        while sum < threshold, count < kept {
            sum += weight(at: count)
            count += 1
        }
        keep(count)
    }

    private mutating func keepAtLeast(_ minP: Double) {
        guard minP > 0 else { return }
        // The highest weight is 1.
        let threshold = minP * (1 - Self.slack)
        var count = 1
        while count < kept, weight(at: count) >= threshold { count += 1 }
        keep(count)
    }

    private mutating func keep(_ count: Int) {
        guard count < kept else { return }
        kept = count
        cachedTotal = nil
    }

    // MARK: Probabilities

    /// The probability before division by the total: 1 for the highest logit, so that nothing overflows.
    private func weight(of logit: Double) -> Double {
        exp(temperature == 1 ? logit - ranking.maximum : (logit - ranking.maximum) / temperature)
    }

    private mutating func weight(at rank: Int) -> Double { weight(of: ranking.logit(at: rank)) }

    private mutating func total() -> Double {
        if let cachedTotal { return cachedTotal }
        var sum = 0.0
        if kept == ranking.count {
            // No need to sort for this. exp(-inf) is 0.
            for logit in ranking.logits { sum += weight(of: logit) }
        } else {
            for rank in 0..<kept { sum += weight(at: rank) }
        }
        cachedTotal = sum
        return sum
    }

    mutating func candidate(at rank: Int) -> Candidate {
        let logit = ranking.logit(at: rank)
        return Candidate(
            token: ranking.token(at: rank),
            logit: temperature == 1 ? logit : logit / temperature,
            probability: weight(of: logit) / total())
    }

    /// The first `count` kept tokens, or all if there are fewer.
    mutating func candidates(first count: Int) -> [Candidate] {
        var candidates: [Candidate] = []
        candidates.reserveCapacity(min(count, kept))
        for rank in 0..<min(count, kept) { candidates.append(candidate(at: rank)) }
        return candidates
    }

    mutating func distribution() -> Distribution { Distribution(candidates: candidates(first: kept)) }

    /// The natural logarithm of the kept token `token`'s probability.
    mutating func logProbability(of token: Int) -> Double {
        (ranking.logits[token] - ranking.maximum) / temperature - log(total())
    }
}
