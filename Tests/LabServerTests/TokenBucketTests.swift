import LabServer
import TestSupport
import Testing

@Suite struct TokenBucketTests {
    private static let minute: UInt64 = 60_000_000_000

    @Test func bucketOfThreeAMinuteGivesOneEveryTwentySeconds() {
        var bucket = TokenBucket(limit: 3, period: Self.minute, at: 0)
        for _ in 0..<3 {
            let taken1 = bucket.take(1, at: 0)
            #expect(taken1)
        }
        let taken2 = bucket.take(1, at: 0)
        #expect(!taken2)
        #expect(bucket.wait(for: 1, at: 0) == 20_000_000_000 && bucket.used(at: 0) == 3)
        let taken3 = bucket.take(1, at: 19_999_999_999)
        #expect(!taken3)
        let taken4 = bucket.take(1, at: 20_000_000_000)
        #expect(taken4)
        #expect(bucket.timeToFull(at: 20_000_000_000) == Self.minute)
        #expect(bucket.remaining(at: 80_000_000_000) == 3)
    }

    @Test func whatNeverFitsHasNoWait() {
        let bucket = TokenBucket(limit: 100, period: Self.minute, at: 0)
        #expect(bucket.wait(for: 101, at: 0) == nil && bucket.wait(for: 100, at: 0) == 0)
        #expect(TokenBucket(limit: 0, period: 1, at: 0).timeToFull(at: 5) == nil)
    }

    @Test func whatWasNotUsedComesBackAndNeverMore() {
        var bucket = TokenBucket(limit: 1000, period: Self.minute, at: 0)
        let taken5 = bucket.take(900, at: 0)
        #expect(taken5)
        bucket.giveBack(850, at: 0)
        #expect(bucket.remaining(at: 0) == 950)
        bucket.giveBack(5000, at: 0)
        #expect(bucket.remaining(at: 0) == 1000)
        bucket.charge(1500, at: 0)
        #expect(bucket.remaining(at: 0) == 0 && bucket.used(at: 0) == 1500)
        #expect(bucket.wait(for: 1, at: 0) == 30_060_000_000)
    }

    @Test func timeThatGoesBackChangesNothing() {
        var bucket = TokenBucket(limit: 2, period: Self.minute, at: 100)
        let taken6 = bucket.take(2, at: 100)
        #expect(taken6)
        let taken7 = bucket.take(1, at: 0)
        #expect(!taken7 && bucket.remaining(at: 0) == 0)
    }

    @Test func anotherSizeKeepsTheShareThatIsOwed() {
        var bucket = TokenBucket(limit: 100, period: Self.minute, at: 0)
        let taken8 = bucket.take(75, at: 0)
        #expect(taken8)
        let smaller = bucket.resized(limit: 4, period: 2_000_000_000, at: 0)
        #expect(smaller.remaining(at: 0) == 1 && smaller.used(at: 0) == 3)
    }

    /// Within any span `t` at most `limit + limit · t / period` units; and whoever waits as told is admitted.
    @Test(arguments: 0..<40)
    func bucketNeverGivesMoreThanItsLimitAndItsRate(_ seed: UInt64) {
        var random = TestRandom(seed: seed)
        let limit = Int.random(in: 1...(seed % 2 == 0 ? 20 : 2_000_000), using: &random)
        let period = UInt64.random(in: 1...Self.minute, using: &random)
        var bucket = TokenBucket(limit: limit, period: period, at: 0)
        var now: UInt64 = 0
        var taken: [(at: UInt64, units: Int)] = []
        for _ in 0..<300 {
            now += UInt64.random(in: 0...(period / 8 + 1), using: &random)
            let cost = Int.random(in: 1...max(1, limit / 3), using: &random)
            if Bool.random(using: &random), let wait = bucket.wait(for: cost, at: now) {
                if wait > 0 {
                    let taken9 = bucket.take(cost, at: now + wait - 1)
                    #expect(!taken9)
                }
                now += wait
                let taken10 = bucket.take(cost, at: now)
                #expect(taken10, "waited as told")
                taken.append((now, cost))
            } else if bucket.take(cost, at: now) {
                taken.append((now, cost))
            }
        }
        for first in taken.indices {
            var sum = Int128(0)
            for last in first..<taken.count {
                sum += Int128(taken[last].units)
                let span = Int128(taken[last].at - taken[first].at)
                #expect(sum * Int128(period) <= Int128(limit) * (Int128(period) + span))
            }
        }
    }

    @Test(arguments: [
        (0, "0s"), (1, "1ms"), (120_000_000, "120ms"), (644_000_000, "644ms"), (999_999_999, "1s"),
        (1_000_000_000, "1s"),
        (9_816_000_000, "9.816s"), (18_640_000_000, "18.64s"), (20_000_000_000, "20s"), (43_200_000_000, "43.2s"),
        (60_000_000_000, "1m0s"), (360_000_000_000, "6m0s"), (432_000_000_000, "7m12s"), (3_600_000_000_000, "1h0m0s"),
        (1_728_000_000_000, "28m48s"), (86_400_500_000_000, "24h0m0.5s"),
    ])
    func durationsAreWrittenAsGoWritesThem(_ nanoseconds: UInt64, _ text: String) {
        #expect(GoDuration.text(nanoseconds: nanoseconds) == text)
    }
}
