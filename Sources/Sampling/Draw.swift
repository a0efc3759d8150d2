/// One token drawn, with the arithmetic that chose it.
///
/// The candidates lie side by side on the line from 0 to 1, each as wide as its probability, the most probable first.
/// The token drawn is the one on whose interval the uniform number falls.
public struct Draw: Hashable, Sendable {
    /// The token's index in the vocabulary.
    public let token: Int
    /// Its place among the candidates, from 0.
    public let rank: Int
    /// Its probability in the distribution that was drawn from.
    public let probability: Double
    /// The random number, from 0 up to but not including 1.
    public let uniform: Double
    /// The part of the line that belongs to the token. The last candidate's ends at 1.
    public let interval: Range<Double>

    static func at(_ uniform: Double, count: Int, candidate: (Int) -> Candidate) -> Draw {
        var lower = 0.0
        var rank = 0
        var current = candidate(0)
        while true {
            let next = rank + 1 < count ? candidate(rank + 1) : nil
            // Candidates that are too improbable for a `Double` come last and can never be drawn. Rounding may leave
            // the sum of the others a hair below 1, or above it.
            let isLast = (next?.probability ?? 0) == 0
            let upper = isLast ? max(1, lower) : lower + current.probability
            if uniform < upper || isLast {
                return Draw(
                    token: current.token, rank: rank, probability: current.probability, uniform: uniform,
                    interval: lower..<upper)
            }
            lower = upper
            rank += 1
            if let next { current = next }
        }
    }
}

/// Draws one token. Uses one number from `generator`, whatever the distribution.
public func draw(from distribution: Distribution, using generator: inout some RandomNumberGenerator) -> Draw {
    draw(from: distribution, at: uniform(using: &generator))
}

/// The token on whose interval `uniform` falls, which must be from 0 up to but not including 1.
public func draw(from distribution: Distribution, at uniform: Double) -> Draw {
    Draw.at(uniform, count: distribution.count) { distribution.candidates[$0] }
}

/// A number from 0 up to but not including 1: the 53 high bits of the next random number, divided by 2⁵³.
///
/// `Double.random(in:using:)` would do, but how it uses its generator is not promised to stay.
public func uniform(using generator: inout some RandomNumberGenerator) -> Double {
    Double(generator.next() >> 11) * 0x1p-53
}
