public import Sampling
public import Tokenization

/// A token that was drawn, and what it was drawn from.
public struct ExploreStep: Sendable {
    public let draw: Draw
    /// The line from 0 to 1 that the random number fell on: the first candidates.
    let line: [Candidate]
    /// How many candidates there were.
    let candidates: Int
    let seed: UInt64
    /// The generator before the draw: taking the token back brings its number back.
    let generator: SeededGenerator
    /// The logits that the token was drawn from; empty once they were let go.
    var logits: [Float]

    public var token: TokenID { TokenID(draw.token) }
}
