internal import CKernels

/// The tokens that are kept between two stages, and the temperature so far.
///
/// Tokens are ranked by logit, equal logits in the vocabulary's order. Temperature does not change the ranking, and every
/// cut keeps neighbours in it: top-k, top-p and min-p the first, typical-p a band. Nothing is sorted to find a cut or to
/// draw. Once a cut has left few, they are copied out before the next look at all, and later stages read no others.
///
/// Borrows its logits: not to be kept beyond the scope in which they are lent.
struct Selection {
    /// How far a sum may fall short of a threshold through rounding alone, as a fraction of it. Without it, a top-p of
    /// 0.8 over tokens of 0.5 and 0.3 might ask for a third.
    static let slack = 1e-12
    /// A lower temperature acts as this one: it leaves the highest logit alone with all the probability either way.
    private static let lowestTemperature = 1e-300

    var logits: ck_logits
    var compact: CompactLogits?
    /// Of the kept tokens.
    var highest: Double
    /// No kept token is below it.
    var lowest: Double
    /// How many tokens are kept.
    private(set) var count: Int
    private(set) var temperature = 1.0
    /// The ends of the kept band, by token.
    var band = Band()
    /// Whether it is recorded what each stage does, which takes longer.
    var isRecorded = false
    /// The share of the received mass that the last stage cut; only kept up if `isRecorded`.
    private(set) var cutShare = 0.0

    /// Where the kept tokens end, by place among `logits`; `nil` if all finite ones are kept.
    private var end: Band.End?
    private var bins: LogitBins?
    private var knownMass: UInt64?

    /// Throws if no distribution can be made of `logits`.
    init(_ logits: ck_logits) throws(SamplingError) {
        guard logits.count > 0 else { throw .noLogits }
        guard logits.count <= CK_MAX_LOGITS else {
            throw .tooManyLogits(count: Int(logits.count), limit: Int(CK_MAX_LOGITS))
        }
        let range = ck_logits_range(ck_processor(), logits)
        if range.refused >= 0 {
            let token = Int(range.refused)
            throw logits[token].isNaN ? .notANumber(token: token) : .positiveInfinity(token: token)
        }
        if range.highest == -.infinity { throw .allExcluded(count: Int(logits.count)) }
        self.logits = logits
        highest = range.highest
        lowest = range.lowest
        count = Int(range.finite)
    }

    /// The tokens of `distribution`, whose logits these are.
    init(_ logits: ck_logits, of distribution: Distribution) {
        self.logits = logits
        highest = distribution.highest
        lowest = distribution.lowest
        count = distribution.count
        temperature = distribution.temperature
        band = distribution.band
        knownMass = distribution.sums.mass
        end = band.last
        if band.first != nil {
            keepCopy(of: places(from: lowest).filter { band.contains(token: Int($0), logit: logits[Int($0)]) })
        }
    }

    // MARK: Cuts

    /// Keeps the first `limit` tokens, and with `ties` all whose logits equal the last one's.
    mutating func keepTop(_ limit: Int, ties: Bool) {
        guard limit < count else { return }
        let last = find(UInt64(limit), byMass: false)
        let tied = ties ? Int(ck_logits_count(ck_processor(), logits, last.logit)) : limit
        cut(after: last.logit, place: tied > limit ? nil : last.place, count: min(count, tied))
    }

    /// Keeps the smallest beginning of the ranking that holds `share` of the mass.
    mutating func keepNucleus(_ share: Double) {
        guard share < 1 else { return }
        let last = find(Self.reaching(share, of: mass), byMass: true)
        cut(after: last.logit, place: last.place, count: last.rank + 1, mass: last.massAbove + last.weight)
    }

    /// Keeps the tokens with at least `share` of the highest one's probability.
    mutating func keepAtLeast(_ share: Double) {
        // Below that, it is less than a weight can be.
        guard share >= 1e-300 else { return }
        let threshold = highest + ck_log(share * (1 - Self.slack)) / softmax.inverse_temperature
        guard threshold > lowest else { return }
        let above = Int(ck_logits_count(ck_processor(), logits, threshold))
        cut(after: threshold, place: nil, count: min(count, above))
    }

    mutating func setTemperature(_ value: Double) {
        if value == 0 {
            keepTop(1, ties: false)
        } else if value != temperature {
            temperature = value
            bins = nil
            knownMass = nil
        }
    }

    /// The least whole mass that counts as `share` of `mass`, 1 or more.
    static func reaching(_ share: Double, of mass: UInt64) -> UInt64 {
        max(1, UInt64((Double(mass) * share * (1 - slack)).rounded(.up)))
    }

    /// Keeps the first `count`, which end with the logit `logit`: at `place`, or with the last of equal ones if `nil`.
    private mutating func cut(after logit: Double, place: Int?, count: Int, mass: UInt64? = nil) {
        guard count < self.count else { return }
        let received = isRecorded ? self.mass : 0
        self.count = count
        end = Band.End(logit: logit, place: place)
        band.last = Band.End(logit: logit, place: place.map { token(at: $0) })
        lowest = max(lowest, logit)
        knownMass = mass
        if isRecorded { note(kept: self.mass, of: received) }
    }

    mutating func note(kept: UInt64, of received: UInt64) {
        cutShare = Double(received - min(kept, received)) / Double(received)
    }

    mutating func beginStage() { cutShare = 0 }

    // MARK: Copies

    /// Before the next look at all logits.
    private mutating func copyOutIfFew() {
        guard count <= logits.count / 4 else { return }
        let end = end
        keepCopy(of: places(from: lowest).filter { end?.includes(logits[Int($0)], place: Int($0)) ?? true })
    }

    /// Goes on with a copy of the tokens at `places`, which are those that are kept.
    mutating func keepCopy(of places: [UInt32]) {
        let copy = CompactLogits(places.map { (UInt32(token(at: Int($0))), logits[Int($0)]) })
        // A mass stays what it is: weights do not depend on where they lie.
        bins = nil
        end = nil
        logits = copy.kernelLogits
        compact = copy
        count = places.count
    }

    /// After a cut that took the highest token too: weights are counted from the highest that is left.
    mutating func rebase(highest: Double, lowest: Double) {
        self.highest = highest
        self.lowest = lowest
        knownMass = nil
    }

    /// The places of the logits from `floor` up, in order.
    func places(from floor: Double) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: Int(logits.count)) { buffer, filled in
            filled = Int(ck_logits_above(ck_processor(), logits, floor, buffer.baseAddress))
        }
    }

    func token(at place: Int) -> Int { compact.map { Int($0.tokens[place]) } ?? place }

    // MARK: Sums

    var softmax: ck_softmax { Self.softmax(highest: highest, lowest: lowest, temperature: temperature) }

    static func softmax(highest: Double, lowest: Double, temperature: Double) -> ck_softmax {
        ck_softmax(
            reference: highest, inverse_temperature: 1 / max(temperature, lowestTemperature), floor: lowest)
    }

    /// What the kept tokens weigh together.
    var mass: UInt64 {
        mutating get {
            if let knownMass { return knownMass }
            let bins = bins(CK_MASS)
            var found: UInt64
            if end == nil {
                found = bins.sums.mass
            } else {
                let last = bins.find(UInt64(count), byMass: false)
                found = last.massAbove + last.weight
            }
            knownMass = found
            return found
        }
    }

    /// Count, mass and moment of the kept tokens. With `dealing` by way of bins, which a cut or a draw can use next.
    mutating func sums(dealing: Bool = false) -> ck_sums {
        var sums: ck_sums
        if dealing || bins?.measure == CK_MOMENT {
            let bins = bins(CK_MOMENT)
            if end == nil {
                sums = bins.sums
            } else {
                let last = bins.find(UInt64(count), byMass: false)
                sums = ck_sums(
                    count: Int64(count), mass: last.massAbove + last.weight,
                    moment: last.momentAbove + softmax.moment(of: last.logit))
            }
        } else {
            copyOutIfFew()
            sums = ck_logits_sums(ck_processor(), logits, softmax)
            if let end, Int(sums.count) > count {
                // Those that equal the last one's logit and come after it.
                let extra = UInt64(Int(sums.count) - count)
                sums.mass -= extra * softmax.weight(of: end.logit)
                sums.moment -= extra * softmax.moment(of: end.logit)
                sums.count = Int64(count)
            }
        }
        knownMass = sums.mass
        return sums
    }

    /// The first kept token of the ranking with which there are `target` tokens, or, if `byMass`, `target` of mass.
    mutating func find(_ target: UInt64, byMass: Bool) -> LogitBins.Found {
        bins(byMass ? CK_MASS : CK_COUNT).find(target, byMass: byMass)
    }

    /// The mass of the first `count` kept tokens.
    mutating func mass(ofFirst count: Int) -> UInt64 {
        let last = bins(CK_MASS).find(UInt64(count), byMass: false)
        return last.massAbove + last.weight
    }

    /// Bins that measure at least `least`; all there is to measure if the stages are recorded.
    private mutating func bins(_ least: ck_measure) -> LogitBins {
        if let bins, bins.measure.rawValue >= least.rawValue { return bins }
        copyOutIfFew()
        let dealt = LogitBins(logits, softmax, isRecorded && least != CK_COUNT ? CK_MOMENT : least)
        bins = dealt
        return dealt
    }
}
