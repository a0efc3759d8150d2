/// A bucket that refills continuously: it holds `limit` units, and what was taken flows back at `limit` a `period`.
///
/// Within any span of time `t` it gives at most `limit + limit · t / period` units, and a client that keeps below the rate
/// is never refused. Time is passed in, in nanoseconds of any monotonic clock; a time before the last one counts as that.
/// The arithmetic is exact: nothing is lost or won by rounding, however many small takes there are.
///
/// It is the generic cell rate algorithm (ITU-T I.371) seen from the other side: what is kept is not when the next unit comes
/// but how much is owed.
package struct TokenBucket: Hashable, Sendable {
    package let limit: Int
    /// In nanoseconds.
    package let period: UInt64
    /// What was taken and has not flowed back, in units times ``period``: it falls by ``limit`` a nanosecond.
    private var debt: Int128 = 0
    private var time: UInt64

    package init(limit: Int, period: UInt64, at time: UInt64) {
        self.limit = max(0, limit)
        self.period = max(1, period)
        self.time = time
    }

    /// The whole units that can be taken.
    package func remaining(at now: UInt64) -> Int {
        let free = full - debt(at: now)
        return free > 0 ? Int(free / Int128(period)) : 0
    }

    /// The units that are owed, those begun included; more than ``limit`` after a settlement that came to more than was there.
    package func used(at now: UInt64) -> Int { Int(clamping: Self.ceilingQuotient(debt(at: now), Int128(period))) }

    /// Nanoseconds until `cost` can be taken, 0 for now; `nil` if it is more than the bucket ever holds.
    package func wait(for cost: Int, at now: UInt64) -> UInt64? {
        guard cost <= limit else { return nil }
        let lack = debt(at: now) + Int128(max(0, cost)) * Int128(period) - full
        return lack > 0 ? UInt64(clamping: Self.ceilingQuotient(lack, Int128(limit))) : 0
    }

    /// Nanoseconds until the bucket is full; `nil` if it never is, because it holds nothing.
    package func timeToFull(at now: UInt64) -> UInt64? {
        guard limit > 0 else { return nil }
        return UInt64(clamping: Self.ceilingQuotient(debt(at: now), Int128(limit)))
    }

    /// Takes `cost`, or nothing if there is not enough.
    package mutating func take(_ cost: Int, at now: UInt64) -> Bool {
        guard wait(for: cost, at: now) == 0 else { return false }
        charge(cost, at: now)
        return true
    }

    /// Takes `cost` whether or not it is there: for what was used already.
    package mutating func charge(_ cost: Int, at now: UInt64) {
        refill(at: now)
        debt += Int128(max(0, cost)) * Int128(period)
    }

    /// Gives back what was taken and not used. The bucket is never more than full.
    package mutating func giveBack(_ units: Int, at now: UInt64) {
        refill(at: now)
        debt = max(0, debt - Int128(max(0, units)) * Int128(period))
    }

    /// A bucket of another size and period, in which the same share is owed.
    package func resized(limit: Int, period: UInt64, at now: UInt64) -> TokenBucket {
        var other = TokenBucket(limit: limit, period: period, at: now)
        if full > 0 { other.debt = Self.ceilingQuotient(debt(at: now) * other.full, full) }
        return other
    }

    private var full: Int128 { Int128(limit) * Int128(period) }

    private func debt(at now: UInt64) -> Int128 {
        guard now > time else { return debt }
        return max(0, debt - Int128(now - time) * Int128(limit))
    }

    private mutating func refill(at now: UInt64) {
        debt = debt(at: now)
        time = max(time, now)
    }

    private static func ceilingQuotient(_ value: Int128, _ divisor: Int128) -> Int128 {
        value <= 0 ? 0 : (value - 1) / divisor + 1
    }
}
