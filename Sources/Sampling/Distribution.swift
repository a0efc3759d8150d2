#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One token that may be drawn.
public struct Candidate: Hashable, Sendable, Codable {
    /// The token's index in the vocabulary.
    public var token: Int
    /// Its logit as it stands after the stages so far: divided by the temperature once that has run.
    public var logit: Double
    /// Its share of the kept tokens' probability, from 0 to 1.
    public var probability: Double

    public init(token: Int, logit: Double, probability: Double) {
        self.token = token
        self.logit = logit
        self.probability = probability
    }
}

/// The kept tokens with their probabilities, which sum to 1.
public struct Distribution: Hashable, Sendable {
    /// At least one; the most probable first, equal logits in the vocabulary's order.
    ///
    /// A token whose logit was minus infinity is never among them. One whose probability is too small for a `Double`
    /// may be, with probability 0.
    public let candidates: [Candidate]

    init(candidates: [Candidate]) { self.candidates = candidates }

    /// The number of tokens kept.
    public var count: Int { candidates.count }

    /// The most probable token, which a greedy choice takes.
    public var top: Candidate { candidates[0] }

    /// −Σ p log₂ p, in bits: 0 when one token is certain, log₂ n when n are equally likely. Takes time linear in `count`.
    public var entropy: Double {
        var sum = 0.0
        for candidate in candidates where candidate.probability > 0 {
            sum -= candidate.probability * log2(candidate.probability)
        }
        return max(0, sum)
    }

    /// 2 to the power of the entropy: the number of equally likely tokens that would be as uncertain.
    public var perplexity: Double { exp2(entropy) }

    /// The probability of `token`, 0 if it was not kept. Takes time linear in `count`.
    public func probability(of token: Int) -> Double {
        candidates.first { $0.token == token }?.probability ?? 0
    }

    /// The place of `token` among the candidates, from 0; `nil` if it was not kept.
    public func rank(of token: Int) -> Int? {
        candidates.firstIndex { $0.token == token }
    }

    /// The probability of the first `count` candidates together.
    public func mass(ofFirst count: Int) -> Double {
        candidates.prefix(max(0, count)).reduce(0) { $0 + $1.probability }
    }
}
