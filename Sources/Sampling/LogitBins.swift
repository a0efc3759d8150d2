internal import CKernels

/// Logits dealt into bins by their distance from the highest, with the count and the mass of each bin.
///
/// That takes linear time. To find the token at a rank, or at a place on the cumulative line, only the tokens of one bin
/// have to be ranked.
final class LogitBins {
    let isWeighed: Bool
    private let logits: ck_logits
    private let softmax: ck_softmax
    private let places: UnsafeMutablePointer<UInt16>
    private let bins: UnsafeMutablePointer<ck_bin>

    /// `logits` must outlive this object.
    init(_ logits: ck_logits, _ softmax: ck_softmax, weighed: Bool) {
        self.logits = logits
        self.softmax = softmax
        isWeighed = weighed
        places = .allocate(capacity: Int(logits.count))
        bins = .allocate(capacity: Int(CK_BINS))
        // What lies more than 32 nats down weighs nothing: where weights count, it can share a bin.
        let range = min(softmax.reference - softmax.floor, 1e300)
        let depth = weighed ? min(range, 32 / softmax.inverse_temperature) : range
        let perUnit = depth > 0 ? min(Double(CK_BINS) / depth, 1e300) : 0
        ck_logits_bins(ck_processor(), logits, softmax, perUnit, weighed ? 1 : 0, places, bins)
    }

    deinit {
        places.deallocate()
        bins.deallocate()
    }

    /// Of all tokens together; 0 if not weighed.
    var mass: UInt64 { (0..<Int(CK_BINS)).reduce(0) { $0 + bins[$1].mass } }

    /// The first token of the ranking with which there are at least `target` tokens, or, if `byMass`, at least `target`
    /// of mass; the last token if all are not enough.
    func find(_ target: UInt64, byMass: Bool) -> ck_place {
        var (count, mass) = (0 as UInt64, 0 as UInt64)
        var chosen = 0
        var above = (count: count, mass: mass)
        for bin in 0..<Int(CK_BINS) where bins[bin].count > 0 {
            chosen = bin
            above = (count, mass)
            count += bins[bin].count
            mass += bins[bin].mass
            if (byMass ? mass : count) >= target { break }
        }
        let size = Int(bins[chosen].count)
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { members in
            withUnsafeTemporaryAllocation(of: ck_entry.self, capacity: size) { entries in
                _ = ck_bin_members(places, logits.count, UInt16(chosen), members.baseAddress)
                for (entry, place) in members.enumerated() {
                    let logit = logits[Int(place)]
                    entries[entry] = ck_entry(key: logit, weight: softmax.weight(of: logit), order: place)
                }
                let rest = target - min(target, byMass ? above.mass : above.count)
                var found = ck_entries_find(entries.baseAddress, Int64(size), rest, byMass ? 1 : 0)
                found.rank += Int64(above.count)
                found.mass_above += above.mass
                return found
            }
        }
    }
}

extension ck_softmax {
    /// How far `logit` lies below the reference, in nats: the negative logarithm of its weight.
    func distance(to logit: Double) -> Double { (reference - logit) * inverse_temperature }

    func weight(of logit: Double) -> UInt64 { ck_weight(-distance(to: logit)) }
}
