/// How far a learner is with one exercise.
public struct Standing: Hashable, Sendable {
    /// Attempts that have a verdict.
    public var attempts = 0
    /// The most points that an attempt earned; `nil` without a verdict.
    public var best: Double?
    /// Whether one attempt was right in full.
    public var isSolved = false
    /// Whether the exercise was skipped, and not answered since.
    public var isSkipped = false
    /// The highest number of a hint shown, 0 if none was.
    public var hintsShown = 0
    public var solutionShown = false

    public init() {}
}
