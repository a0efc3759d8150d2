internal import CKernels

/// One token drawn, with the arithmetic that chose it.
///
/// The candidates lie side by side on the line from 0 to 1, each as wide as its probability, the most probable first.
/// The token drawn is the one on whose interval the uniform number falls. No list is sorted to find it.
public struct Draw: Hashable, Sendable {
    /// The token's index in the vocabulary.
    public let token: Int
    /// Its place among the candidates, from 0.
    public let rank: Int
    /// Its probability in the distribution that was drawn from.
    public let probability: Double
    /// The random number, from 0 up to but not including 1.
    public let uniform: Double
    /// The part of the line that belongs to the token, as wide as its probability to within 1e-13. The first
    /// candidate's begins at 0, the last one's ends at 1. A candidate less probable than about 1e-13 of the first has
    /// no part of it.
    public let interval: Range<Double>

    init(_ uniform: Double, from selection: inout Selection) {
        let total = Double(selection.mass)
        // The least whole mass whose share of the line lies beyond the number.
        var (low, high) = (1 as UInt64, selection.mass)
        while low < high {
            let middle = low + (high - low) / 2
            if Double(middle) / total > uniform { high = middle } else { low = middle + 1 }
        }
        let found = selection.find(low, byMass: true)
        token = selection.token(at: found.place)
        rank = found.rank
        probability = ck_exp(-selection.softmax.distance(to: found.logit)) * CK_WEIGHT_ONE / total
        self.uniform = uniform
        interval = Double(found.massAbove) / total..<Double(found.massAbove + found.weight) / total
    }
}

/// Draws one token. Uses one number from `generator`, whatever the distribution.
public func draw(from distribution: Distribution, using generator: inout some RandomNumberGenerator) -> Draw {
    draw(from: distribution, at: uniform(using: &generator))
}

/// The token on whose interval `uniform` falls, which must be from 0 up to but not including 1.
public func draw(from distribution: Distribution, at uniform: Double) -> Draw {
    precondition(uniform >= 0 && uniform < 1, "a draw needs a number from 0 up to but not including 1")
    return distribution.withSelection { Draw(uniform, from: &$0) }
}

/// A number from 0 up to but not including 1: the 53 high bits of the next random number, divided by 2⁵³.
///
/// `Double.random(in:using:)` would do, but how it uses its generator is not promised to stay.
public func uniform(using generator: inout some RandomNumberGenerator) -> Double {
    Double(generator.next() >> 11) * 0x1p-53
}
