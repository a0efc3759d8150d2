import LabServer
import TestSupport
import Testing

@Suite struct PassPlanTests {
    @Test func everyWriterHasItsToken() {
        #expect(PassPlan(limit: 512).counts(unread: [1, 1, 1]) == [1, 1, 1])
    }

    @Test func aPromptAloneHasAllThatIsUseful() {
        #expect(PassPlan(limit: 512).counts(unread: [1000]) == [256])
        #expect(PassPlan(limit: 100).counts(unread: [1000]) == [100])
    }

    @Test func besideAWriterAPromptHasASmallPart() {
        #expect(PassPlan(limit: 512).counts(unread: [1, 1000]) == [1, 32])
    }

    @Test func theOldestPromptHasHalfAndTheShortestComeNext() {
        #expect(PassPlan(limit: 512).counts(unread: [1, 1000, 500, 10]) == [1, 16, 6, 10])
        #expect(PassPlan(limit: 512).counts(unread: [1, 1000, 4, 5]) == [1, 23, 4, 5])
    }

    @Test func writersTakeTurnsWhenThereAreMoreThanThePassTakes() {
        let plan = PassPlan(limit: 4)
        var served = [Int](repeating: 0, count: 6)
        for turn in 0..<6 {
            let counts = plan.counts(unread: [1, 1, 1, 1, 1, 1], turn: turn)
            #expect(counts.reduce(0, +) == 4)
            for (place, count) in counts.enumerated() { served[place] += count }
        }
        #expect(served.allSatisfy { $0 == 4 })
    }

    @Test func noPlanTakesMoreThanThereIsAndOnePromptAlwaysGoesOn() {
        var random = TestRandom(seed: 3)
        for _ in 0..<500 {
            let limit = 1 + random.below(600)
            let unread = (0..<(1 + random.below(300))).map { _ in random.below(2) == 0 ? 1 : 1 + random.below(3000) }
            let counts = PassPlan(limit: limit).counts(unread: unread, turn: random.below(1000))
            #expect(zip(counts, unread).allSatisfy { $0 >= 0 && $0 <= $1 })
            #expect(counts.reduce(0, +) <= limit)
            #expect(counts.contains { $0 > 0 })
            if limit > 1, let oldest = unread.firstIndex(where: { $0 > 1 }) { #expect(counts[oldest] > 0) }
        }
    }
}
