import Sampling
import Testing

@Suite struct ChiSquareTests {
    // Critical values: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4.
    @Test(arguments: [
        (3.841, 1, 0.05), (6.635, 1, 0.01), (5.991, 2, 0.05), (7.815, 3, 0.05), (18.307, 10, 0.05), (29.588, 10, 0.001),
        (43.773, 30, 0.05), (124.342, 100, 0.05), (149.449, 100, 0.001), (2.706, 1, 0.10), (19.812, 13, 0.10),
    ])
    func tailMatchesPublishedCriticalValues(_ statistic: Double, _ freedom: Int, _ expected: Double) {
        #expect(abs(ChiSquareTest.upperTail(of: statistic, degreesOfFreedom: freedom) - expected) < 5e-5)
    }

    @Test func tailStaysAProbabilityFarOut() {
        #expect(ChiSquareTest.upperTail(of: 0, degreesOfFreedom: 3) == 1)
        #expect(ChiSquareTest.upperTail(of: 1e6, degreesOfFreedom: 2000) == 0)
        let middle = ChiSquareTest.upperTail(of: 2000, degreesOfFreedom: 2000)
        #expect(middle > 0.49 && middle < 0.5)
        #expect(ChiSquareTest.upperTail(of: 1, degreesOfFreedom: 4000) == 1)
    }

    @Test func statisticIsTheSumOverCells() {
        // A die: 120 throws, 20 expected each.
        let test = ChiSquareTest(
            observed: [16, 22, 24, 18, 23, 17], expected: Array(repeating: 20, count: 6))
        #expect(abs(test.statistic - 58.0 / 20) < 1e-12)
        #expect(test.degreesOfFreedom == 5)
        #expect(test.pooledCount == 0)
        #expect(abs(test.pValue - 0.7154) < 1e-4)
    }

    @Test func cellsThatExpectFewerThanFiveArePooled() {
        let test = ChiSquareTest(observed: [50, 40, 4, 6], expected: [48, 42, 4, 6])
        // 4 alone is too few, and joins the least of the others, 6.
        #expect(test.degreesOfFreedom == 2)
        #expect(test.pooledCount == 2)
        let enough = ChiSquareTest(observed: [50, 40, 4, 6], expected: [48, 42, 4.5, 4.5])
        #expect(enough.degreesOfFreedom == 2)
        #expect(enough.pooledCount == 2)
        #expect(abs(enough.statistic - (4.0 / 48 + 4.0 / 42 + 1.0 / 9)) < 1e-12)
    }

    @Test func oneCellTestsNothing() {
        let test = ChiSquareTest(observed: [10, 0], expected: [9, 1])
        #expect(test.degreesOfFreedom == 0)
        #expect(test.pValue == 1)
        #expect(ChiSquareTest(observed: [], expected: []).degreesOfFreedom == 0)
    }
}

@Suite struct DrawTallyTests {
    private let distribution: Distribution

    init() throws {
        let logits = (0..<3000).map { Double(($0 * 7919) % 3000) / 300 }
        distribution = try SamplingChain(SamplingSettings(temperature: 0.8)).distribution(logits: logits)
    }

    @Test func drawsAreThoseOfTheDrawFunction() {
        var (one, other) = (SeededGenerator(seed: 5), SeededGenerator(seed: 5))
        var tally = DrawTally(of: distribution)
        for _ in 0..<2000 { #expect(tally.draw(using: &one) == draw(from: distribution, using: &other).token) }
        #expect(tally.total == 2000)
        #expect(tally.counts.values.reduce(0, +) == 2000)
    }

    @Test func drawsPassTheTestAndOthersFailIt() throws {
        var generator = SeededGenerator(seed: 11)
        var tally = DrawTally(of: distribution)
        for _ in 0..<5000 { tally.draw(using: &generator) }
        let test = tally.chiSquareTest
        #expect(test.degreesOfFreedom > 20)
        #expect(test.pValue > 0.01)
        // The counts of these draws, held against another temperature.
        let other = try SamplingChain(SamplingSettings(temperature: 1)).distribution(
            logits: (0..<3000).map { Double(($0 * 7919) % 3000) / 300 })
        let listed = other.first(300).map(\.token)
        var observed = listed.map { tally.counts[$0] ?? 0 }
        var expected = listed.map { 5000 * other.probability(of: $0) }
        observed.append(5000 - observed.reduce(0, +))
        expected.append(5000 - expected.reduce(0, +))
        #expect(ChiSquareTest(observed: observed, expected: expected).pValue < 1e-6)
    }

    @Test func oneTokenLeftTestsNothing() throws {
        var tally = DrawTally(of: try SamplingChain(.greedy).distribution(logits: [1, 2, 3] as [Double]))
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<10 { tally.draw(using: &generator) }
        #expect(tally.counts == [2: 10])
        #expect(tally.chiSquareTest.degreesOfFreedom == 0)
    }
}
