import Tokenization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Interpolated modified Kneser-Ney smoothing: S. F. Chen and J. Goodman, "An empirical study of smoothing techniques
/// for language modeling", Harvard TR-10-98 (1998), section 4.2 and figure for `kneser-ney-mod`.
///
///     p(w | context) = (count(w) - D(count(w))) / total + backoff(context) · p(w | context without its first token)
///
/// where D is one of three discounts, for counts of 1, 2, and 3 or more. The recursion ends with the base distribution:
/// all but `unseenShare` is spread evenly over the tokens of the text, the rest over the tokens that never came up.
struct KneserNey: Sendable {
    /// What is taken from counts of 1, 2, and 3 or more.
    struct Discounts: Hashable, Sendable {
        var one, two, more: Double

        func amount(for count: Int32) -> Double {
            count == 1 ? one : count == 2 ? two : more
        }
    }

    static let unseenShare = 1e-3

    private let counts: NGramCounts
    /// Node n's followers are those from `starts[n]` to `starts[n + 1]`.
    private let starts: [Int32]
    private let followers: [TokenID]
    /// A follower's discounted share.
    private let shares: [Double]
    /// The probability that a node leaves to the shorter context.
    private let backoffs: [Double]
    private let unigrams: [Double]
    private let logUnigrams: [Float]

    init(_ counts: NGramCounts, vocabularySize: Int, discounts: [Discounts]) {
        self.counts = counts
        let nodeCount = counts.depths.count
        var starts = [Int32](repeating: 0, count: nodeCount + 1)
        var totals = [Double](repeating: 0, count: nodeCount)
        var discounted = [Double](repeating: 0, count: nodeCount)
        for entry in counts.entryCounts.indices {
            let node = Int(counts.entryNodes[entry])
            let count = counts.entryCounts[entry]
            starts[node + 1] += 1
            totals[node] += Double(count)
            discounted[node] += discounts[Int(counts.depths[node])].amount(for: count)
        }
        for node in 0..<nodeCount { starts[node + 1] += starts[node] }

        var next = starts
        var followers = [TokenID](repeating: 0, count: counts.entryCounts.count)
        var shares = [Double](repeating: 0, count: counts.entryCounts.count)
        for entry in counts.entryCounts.indices {
            let node = Int(counts.entryNodes[entry])
            let count = counts.entryCounts[entry]
            let place = Int(next[node])
            next[node] += 1
            followers[place] = counts.entryTokens[entry]
            shares[place] =
                (Double(count) - discounts[Int(counts.depths[node])].amount(for: count)) / totals[node]
        }
        self.starts = starts
        self.followers = followers
        self.shares = shares
        backoffs = zip(discounted, totals).map { $0 / $1 }

        let root = Int(starts[0])..<Int(starts[1])
        let unseen = vocabularySize - root.count
        let seenShare = (unseen == 0 ? 1 : 1 - Self.unseenShare) / Double(root.count)
        let unseenShare = unseen == 0 ? 0 : Self.unseenShare / Double(unseen)
        var unigrams = [Double](repeating: backoffs[0] * unseenShare, count: vocabularySize)
        for place in root { unigrams[Int(followers[place])] = shares[place] + backoffs[0] * seenShare }
        self.unigrams = unigrams
        logUnigrams = unigrams.map { Float(log($0)) }
    }

    /// The natural logarithm of each token's probability after `text`, whose last tokens are the context.
    func logProbabilities(after text: [TokenID]) -> [Float] {
        let nodes = counts.contexts(of: text).dropFirst()
        // Each shorter context counts for what all longer ones leave to it.
        var left = 1.0
        var weights: [Double] = []
        for node in nodes.reversed() {
            weights.append(left)
            left *= backoffs[node]
        }
        let logLeft = Float(log(left))
        var result = logUnigrams
        if logLeft != 0 { for token in result.indices { result[token] += logLeft } }
        guard let widest = nodes.first else { return result }

        var mass = [Double](repeating: 0, count: unigrams.count)
        for (node, weight) in zip(nodes.reversed(), weights) {
            for place in places(of: node) { mass[Int(followers[place])] += shares[place] * weight }
        }
        // What follows a longer context follows the shorter one too, so these are all that have more than a unigram.
        for place in places(of: widest) {
            let token = Int(followers[place])
            result[token] = Float(log(unigrams[token] * left + mass[token]))
        }
        return result
    }

    private func places(of node: Int) -> Range<Int> { Int(starts[node])..<Int(starts[node + 1]) }
}

extension KneserNey.Discounts {
    func scaled(by factor: Double) -> Self { Self(one: one * factor, two: two * factor, more: more * factor) }

    /// Chen and Goodman's estimates for each depth of context, from how many n-grams have counts of 1, 2, 3 and 4.
    static func estimated(from counts: NGramCounts) -> [Self] {
        var countsOfCounts = [[Double]](
            repeating: [Double](repeating: 0, count: 5), count: counts.maximumDepth + 1)
        for entry in counts.entryCounts.indices where counts.entryCounts[entry] <= 4 {
            let depth = Int(counts.depths[Int(counts.entryNodes[entry])])
            countsOfCounts[depth][Int(counts.entryCounts[entry])] += 1
        }
        return countsOfCounts.map { n in
            // Too little text to estimate from: as KenLM does.
            guard n[1...4].allSatisfy({ $0 > 0 }) else { return Self(one: 0.5, two: 1, more: 1.5) }
            let y = n[1] / (n[1] + 2 * n[2])
            return Self(
                one: min(max(1 - 2 * y * n[2] / n[1], 0), 1),
                two: min(max(2 - 3 * y * n[3] / n[2], 0), 2),
                more: min(max(3 - 4 * y * n[4] / n[3], 0), 3))
        }
    }
}
