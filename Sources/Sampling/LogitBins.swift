internal import CKernels

/// Logits dealt into bins by their distance from the highest, with what each bin holds.
///
/// That takes linear time. To find the token at a rank, or at a place on the cumulative line, only the tokens of one bin
/// have to be ranked.
final class LogitBins {
    /// A token found, and what ranks before it.
    struct Found {
        /// How many tokens rank before it.
        var rank: Int
        /// What those weigh.
        var massAbove: UInt64
        /// Their moment; 0 unless measured.
        var momentAbove: UInt64
        var logit: Double
        /// Where it lies among the logits.
        var place: Int
        var weight: UInt64
    }

    /// More tokens in a bin than this are dealt into bins again.
    private static let most = 512

    let measure: ck_measure
    private let logits: ck_logits
    private let softmax: ck_softmax
    private let places: UnsafeMutablePointer<UInt16>
    private let bins: UnsafeMutablePointer<ck_bin>
    /// Whether all logits counted are equal.
    private let isLevel: Bool

    /// `logits` must outlive this object.
    convenience init(_ logits: ck_logits, _ softmax: ck_softmax, _ measure: ck_measure) {
        // What lies more than 32 nats down weighs nothing: where weights count, it can share a bin.
        let depth = measure == CK_COUNT ? .infinity : 32 / softmax.inverse_temperature
        self.init(logits, softmax, measure, top: softmax.reference, depth: depth)
    }

    private init(_ logits: ck_logits, _ softmax: ck_softmax, _ measure: ck_measure, top: Double, depth: Double) {
        self.logits = logits
        self.softmax = softmax
        self.measure = measure
        places = .allocate(capacity: Int(logits.count))
        bins = .allocate(capacity: Int(CK_BINS))
        let depth = min(top - softmax.floor, depth, 1e300)
        isLevel = depth <= 0
        let ruler = ck_ruler(top: top, per_unit: depth > 0 ? min(Double(CK_BINS) / depth, 1e300) : 0)
        ck_logits_bins(ck_processor(), logits, softmax, ruler, measure, places, bins)
    }

    deinit {
        places.deallocate()
        bins.deallocate()
    }

    /// Of all tokens together.
    var sums: ck_sums {
        var sums = ck_sums()
        for bin in 0..<Int(CK_BINS) { sums.add(bins[bin]) }
        return sums
    }

    /// The first token of the ranking with which there are at least `target` tokens, or, if `byMass`, at least `target`
    /// of mass; the last token if all are not enough.
    func find(_ target: UInt64, byMass: Bool) -> Found {
        var sums = ck_sums()
        var above = sums
        var chosen = 0
        for bin in 0..<Int(CK_BINS) where bins[bin].count > 0 {
            chosen = bin
            above = sums
            sums.add(bins[bin])
            if (byMass ? sums.mass : UInt64(sums.count)) >= target { break }
        }
        let rest = target - min(target, byMass ? above.mass : UInt64(above.count))
        let size = Int(bins[chosen].count)
        var found = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { members in
            _ = ck_bin_members(places, logits.count, UInt16(chosen), members.baseAddress)
            let members = UnsafeBufferPointer(members)
            return isLevel
                ? findAmongEqual(members, rest, byMass: byMass)
                : size > Self.most
                    ? findByDealing(members, rest, byMass: byMass) : findByRanking(members, rest, byMass: byMass)
        }
        found.rank += Int(above.count)
        found.massAbove += above.mass
        found.momentAbove += above.moment
        return found
    }

    private func findByRanking(
        _ members: UnsafeBufferPointer<UInt32>, _ target: UInt64, byMass: Bool
    ) -> Found {
        withUnsafeTemporaryAllocation(of: ck_entry.self, capacity: members.count) { entries in
            for (entry, place) in members.enumerated() {
                let logit = logits[Int(place)]
                entries[entry] = ck_entry(key: logit, weight: softmax.weight(of: logit), order: place)
            }
            let found = ck_entries_find(entries.baseAddress, Int64(entries.count), target, byMass ? 1 : 0)
            let above = entries.prefix(measure == CK_MOMENT ? Int(found.rank) : 0)
            return Found(
                rank: Int(found.rank), massAbove: found.mass_above,
                momentAbove: above.reduce(0) { $0 + softmax.moment(of: $1.key) },
                logit: found.entry.key, place: Int(found.entry.order), weight: found.entry.weight)
        }
    }

    private func findByDealing(
        _ members: UnsafeBufferPointer<UInt32>, _ target: UInt64, byMass: Bool
    ) -> Found {
        let values = members.map { logits[Int($0)] }
        return values.withUnsafeBufferPointer { values in
            let crowd = ck_logits(values: values.baseAddress, count: Int64(values.count), is_double: 1)
            let range = ck_logits_range(ck_processor(), crowd)
            var softmax = softmax
            softmax.floor = range.lowest
            let finer = LogitBins(crowd, softmax, measure, top: range.highest, depth: .infinity)
            var found = finer.find(target, byMass: byMass)
            found.place = Int(members[found.place])
            return found
        }
    }

    private func findAmongEqual(
        _ members: UnsafeBufferPointer<UInt32>, _ target: UInt64, byMass: Bool
    ) -> Found {
        let logit = softmax.floor
        let weight = softmax.weight(of: logit)
        // The least number of tokens that is enough.
        let needed = !byMass ? target : weight == 0 ? .max : (target + weight - 1) / weight
        let rank = Int(min(max(needed, 1), UInt64(members.count))) - 1
        return Found(
            rank: rank, massAbove: UInt64(rank) * weight, momentAbove: UInt64(rank) * softmax.moment(of: logit),
            logit: logit, place: Int(members[rank]), weight: weight)
    }
}

extension ck_softmax {
    /// How far `logit` lies below the reference, in nats: the negative logarithm of its weight.
    func distance(to logit: Double) -> Double { (reference - logit) * inverse_temperature }

    func weight(of logit: Double) -> UInt64 { ck_weight(-distance(to: logit)) }

    /// Weight × distance, as the kernels count it.
    func moment(of logit: Double) -> UInt64 {
        let distance = min(distance(to: logit), 708)
        return ck_whole(ck_exp(-distance) * distance)
    }
}

extension ck_sums {
    fileprivate mutating func add(_ bin: ck_bin) {
        count += Int64(bin.count)
        mass += bin.mass
        moment += bin.moment
    }
}
