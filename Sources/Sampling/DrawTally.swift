/// Many draws from one distribution, counted.
public struct DrawTally: Hashable, Sendable {
    public let distribution: Distribution
    /// How many draws were made.
    public private(set) var total = 0
    /// How often each token was drawn; tokens that never were are missing.
    public private(set) var counts: [Int: Int] = [:]

    /// Intervals that draws have fallen on, by where they begin.
    private var known: [Draw] = []

    public init(of distribution: Distribution) { self.distribution = distribution }

    /// Draws once, with one number from `generator`: the same token as `draw(from:using:)` gives.
    @discardableResult
    public mutating func draw(using generator: inout some RandomNumberGenerator) -> Int {
        let number = uniform(using: &generator)
        let token = token(at: number)
        total += 1
        counts[token, default: 0] += 1
        return token
    }

    /// The expected count of `token`.
    public func expected(_ token: Int) -> Double { Double(total) * distribution.probability(of: token) }

    /// The counts beside what the distribution makes one expect. Tokens that were never drawn are one cell.
    public var chiSquareTest: ChiSquareTest {
        let drawn = distribution.first(max(rankLimit, 1)).map(\.token)
        var observed = drawn.map { counts[$0] ?? 0 }
        var expected = drawn.map { self.expected($0) }
        observed.append(total - observed.reduce(0, +))
        expected.append(max(0, Double(total) - expected.reduce(0, +)))
        return ChiSquareTest(observed: observed, expected: expected)
    }

    /// How many of the most probable tokens expect enough to be a cell of their own.
    private var rankLimit: Int {
        guard total > 0 else { return 0 }
        let least = ChiSquareTest.leastExpected / Double(total)
        // No more than 1 / least tokens can be as probable as that.
        return distribution.first(Int(1 / least) + 1).count { $0.probability >= least }
    }

    /// Most draws fall on an interval that one fell on before: then nothing has to be looked for in the vocabulary.
    private mutating func token(at number: Double) -> Int {
        var (low, high) = (0, known.count)
        while low < high {
            let middle = (low + high) / 2
            if known[middle].interval.lowerBound <= number { low = middle + 1 } else { high = middle }
        }
        if low > 0, known[low - 1].interval.contains(number) { return known[low - 1].token }
        let found = Sampling.draw(from: distribution, at: number)
        known.insert(found, at: low)
        return found.token
    }
}
