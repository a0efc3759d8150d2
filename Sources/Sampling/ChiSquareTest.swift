#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether counts could well be draws from a distribution: Pearson's chi-square test of goodness of fit.
///
/// The statistic is Σ (observed − expected)² / expected over the cells. It approximately follows a chi-square
/// distribution if no cell expects fewer than five (Cochran 1954); cells that do are pooled into one, and that, if it
/// still expects fewer, joins the least of the others.
public struct ChiSquareTest: Hashable, Sendable {
    /// Σ (observed − expected)² / expected.
    public let statistic: Double
    /// The number of cells less one; 0 if everything is one cell, and then nothing is tested.
    public let degreesOfFreedom: Int
    /// The probability of a statistic at least as great, if the counts are draws from the distribution.
    public let pValue: Double
    /// How many of the cells given were pooled.
    public let pooledCount: Int

    public static let leastExpected = 5.0

    /// `observed` and `expected` have a cell each in the same order, and equal sums: the number of draws. What expects
    /// nothing must not have been observed.
    public init(observed: [Int], expected: [Double]) {
        precondition(observed.count == expected.count, "each count needs what is expected of it")
        var cells: [(observed: Double, expected: Double)] = []
        var pool = (observed: 0.0, expected: 0.0)
        var pooled = 0
        for (count, expectation) in zip(observed, expected) {
            if expectation < Self.leastExpected {
                pool = (pool.observed + Double(count), pool.expected + expectation)
                pooled += 1
            } else {
                cells.append((Double(count), expectation))
            }
        }
        if pool.expected >= Self.leastExpected || cells.isEmpty {
            if pooled > 0 { cells.append(pool) }
        } else if pooled > 0, let least = cells.indices.min(by: { cells[$0].expected < cells[$1].expected }) {
            cells[least] = (cells[least].observed + pool.observed, cells[least].expected + pool.expected)
            pooled += 1
        }
        pooledCount = pooled
        degreesOfFreedom = max(0, cells.count - 1)
        statistic =
            degreesOfFreedom == 0
            ? 0
            : cells.reduce(0) { sum, cell in
                let difference = cell.observed - cell.expected
                return sum + difference * difference / cell.expected
            }
        pValue = Self.upperTail(of: statistic, degreesOfFreedom: degreesOfFreedom)
    }

    /// The probability that a chi-square variable with so many degrees of freedom exceeds `statistic`.
    ///
    /// The finite sums of Abramowitz and Stegun, 26.4.4 and 26.4.5, their terms from logarithms so that none overflows.
    public static func upperTail(of statistic: Double, degreesOfFreedom: Int) -> Double {
        guard degreesOfFreedom > 0, statistic > 0 else { return 1 }
        let half = statistic / 2
        let isOdd = !degreesOfFreedom.isMultiple(of: 2)
        // e^(−x/2) (x/2)^k / Γ(k + 1), with k from 0 or from ½ up in steps of 1.
        var order = isOdd ? 0.5 : 0
        var logTerm = isOdd ? -half + log(half) / 2 - log(0.5 * Double.pi.squareRoot()) : -half
        var sum = isOdd ? erfc(half.squareRoot()) : 0
        for _ in 0..<degreesOfFreedom / 2 {
            sum += exp(logTerm)
            order += 1
            logTerm += log(half / order)
        }
        return min(1, sum)
    }
}
