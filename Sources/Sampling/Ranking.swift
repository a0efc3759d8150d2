/// Tokens in descending order of logit, equal logits by index: sorted only as far as it is read.
///
/// The tokens are thrown into buckets by their distance from the highest logit, in linear time; a bucket is sorted when
/// the first of its tokens is asked for. A nucleus of a few tokens never sorts the rest of the vocabulary.
struct Ranking {
    private static let bucketCount = 256
    /// Buckets to a nat. 256 buckets reach 32 nats down, beyond which a probability is below 1e-13.
    private static let bucketsPerNat = 8.0

    let logits: [Double]
    /// The highest logit.
    let maximum: Double
    /// The tokens by bucket; its first `sortedCount` are in their final order. Excluded tokens are not in it.
    private var order: [Int32] = []
    private var bucketEnds: [Int32] = []
    private var sortedCount = 0
    private var nextBucket = 0

    /// The number of tokens that are not excluded.
    var count: Int { order.count }

    init(_ logits: [Double]) throws(SamplingError) {
        guard !logits.isEmpty else { throw .noLogits }
        var maximum = -Double.infinity
        for (token, logit) in logits.enumerated() {
            if logit > maximum {
                maximum = logit
            } else if logit.isNaN {
                throw .notANumber(token: token)
            }
        }
        if maximum == .infinity { throw .positiveInfinity(token: logits.firstIndex(of: .infinity) ?? 0) }
        if maximum == -.infinity { throw .allExcluded(count: logits.count) }
        self.logits = logits
        self.maximum = maximum
        fillBuckets()
    }

    private mutating func fillBuckets() {
        var starts = [Int32](repeating: 0, count: Self.bucketCount + 1)
        var buckets = [UInt16](repeating: 0, count: logits.count)
        let excluded = UInt16(Self.bucketCount)
        for token in logits.indices {
            let logit = logits[token]
            if logit == -.infinity {
                buckets[token] = excluded
            } else {
                let bucket = min((maximum - logit) * Self.bucketsPerNat, Double(Self.bucketCount - 1))
                buckets[token] = UInt16(bucket)
                starts[Int(bucket) + 1] += 1
            }
        }
        for bucket in 1...Self.bucketCount { starts[bucket] += starts[bucket - 1] }
        bucketEnds = Array(starts.dropFirst())
        order = [Int32](repeating: 0, count: Int(starts[Self.bucketCount]))
        for token in logits.indices where buckets[token] != excluded {
            let bucket = Int(buckets[token])
            order[Int(starts[bucket])] = Int32(token)
            starts[bucket] += 1
        }
    }

    /// The token at `rank`, from 0.
    mutating func token(at rank: Int) -> Int {
        if rank >= sortedCount { sort(through: rank) }
        return Int(order[rank])
    }

    /// The logit at `rank`, from 0.
    mutating func logit(at rank: Int) -> Double { logits[token(at: rank)] }

    private mutating func sort(through rank: Int) {
        while sortedCount <= rank {
            let end = Int(bucketEnds[nextBucket])
            if end - sortedCount > 1 {
                let logits = logits
                order[sortedCount..<end].sort {
                    let (left, right) = (logits[Int($0)], logits[Int($1)])
                    return left != right ? left > right : $0 < $1
                }
            }
            sortedCount = end
            nextBucket += 1
        }
    }
}
