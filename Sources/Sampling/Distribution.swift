internal import CKernels

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
///
/// There is at least one. A token whose logit was minus infinity is never among them; one whose probability is too small
/// for a `Double` may be, with probability 0. Tokens are ranked by probability, equally probable ones in the
/// vocabulary's order.
///
/// Holds the logits and what is kept of them, not a sorted list: to make one costs next to nothing, and each question
/// takes time linear in the vocabulary, or none. Only ``candidates`` sorts everything.
public struct Distribution: Hashable, Sendable {
    let logits: LogitStorage
    let band: Band
    let temperature: Double
    /// Of the kept tokens.
    let highest: Double
    let lowest: Double
    let sums: Sums

    /// Of the kept tokens' weights: see `ck_sums`.
    struct Sums: Hashable, Sendable {
        var mass: UInt64
        var moment: UInt64
    }

    /// The number of tokens kept.
    public let count: Int
    /// −Σ p log₂ p, in bits: 0 when one token is certain, log₂ n when n are equally likely.
    public let entropy: Double

    init(_ logits: LogitStorage, _ selection: inout Selection, dealing: Bool = false) {
        let sums = selection.sums(dealing: dealing)
        self.logits = logits
        band = selection.band
        temperature = selection.temperature
        highest = selection.highest
        lowest = selection.lowest
        self.sums = Sums(mass: sums.mass, moment: sums.moment)
        count = selection.count
        let nats = ck_log(Double(sums.mass) / CK_WEIGHT_ONE) + Double(sums.moment) / Double(sums.mass)
        entropy = max(0, nats / ck_log(2))
    }

    // MARK: The whole

    /// 2 to the power of the entropy: the number of equally likely tokens that would be as uncertain.
    public var perplexity: Double { exp2(entropy) }

    /// The size of the vocabulary, kept or not.
    public var vocabularySize: Int { logits.count }

    /// The most probable token, which a greedy choice takes.
    public var top: Candidate { first(1)[0] }

    /// The number of tokens in the smallest set of the most probable ones whose probability reaches `share`.
    public func nucleusCount(_ share: Double) -> Int {
        guard share < 1 else { return count }
        return withSelection { selection in
            selection.find(Selection.reaching(max(0, share), of: sums.mass), byMass: true).rank + 1
        }
    }

    /// The probability of the first `count` candidates together.
    public func mass(ofFirst count: Int) -> Double {
        guard count > 0 else { return 0 }
        guard count < self.count else { return 1 }
        return withSelection { selection in
            Double(selection.mass(ofFirst: count)) / Double(sums.mass)
        }
    }

    // MARK: One token

    /// Whether `token` was kept.
    public func contains(_ token: Int) -> Bool {
        token >= 0 && token < logits.count && band.contains(token: token, logit: logits[token])
    }

    /// The probability of `token`, 0 if it was not kept.
    public func probability(of token: Int) -> Double {
        contains(token) ? candidate(token).probability : 0
    }

    /// The natural logarithm of the probability of `token`, minus infinity if it was not kept.
    public func logProbability(of token: Int) -> Double {
        guard contains(token) else { return -.infinity }
        return -softmax.distance(to: logits[token]) - ck_log(Double(sums.mass) / CK_WEIGHT_ONE)
    }

    /// The place of `token` among the candidates, from 0; `nil` if it was not kept.
    public func rank(of token: Int) -> Int? {
        guard contains(token) else { return nil }
        let end = Band.End(logit: logits[token], place: token)
        return withSelection { selection in
            selection.places(from: end.logit).count { place in
                let other = selection.token(at: Int(place))
                return other != token && end.includes(selection.logits[Int(place)], place: other)
            }
        }
    }

    // MARK: Lists

    /// The `limit` most probable tokens, or all if there are fewer. Sorts no more than these.
    public func first(_ limit: Int) -> [Candidate] {
        guard limit > 0 else { return [] }
        return withSelection { selection in
            selection.keepTop(limit, ties: false)
            let lowest = selection.lowest
            var kept = selection.places(from: lowest).map {
                (token: selection.token(at: Int($0)), logit: selection.logits[Int($0)])
            }
            kept.removeAll { !selection.band.contains(token: $0.token, logit: $0.logit) }
            kept.sort { $0.logit != $1.logit ? $0.logit > $1.logit : $0.token < $1.token }
            return kept.map { candidate($0.token) }
        }
    }

    /// All kept tokens, the most probable first. Sorts them each time: for a large vocabulary ask for the ``first(_:)``.
    public var candidates: [Candidate] { first(count) }

    /// The kept token `token`.
    func candidate(_ token: Int) -> Candidate {
        let logit = logits[token]
        return Candidate(
            token: token, logit: temperature == 1 ? logit : logit / temperature,
            probability: ck_exp(-softmax.distance(to: logit)) * CK_WEIGHT_ONE / Double(sums.mass))
    }

    private var softmax: ck_softmax { Selection.softmax(highest: highest, lowest: lowest, temperature: temperature) }

    func withSelection<Result>(_ body: (inout Selection) -> Result) -> Result {
        logits.withKernelLogits { logits in
            var selection = Selection(logits, of: self)
            return body(&selection)
        }
    }
}
