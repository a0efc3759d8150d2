/// What became of one thing that an answer is graded by.
public struct Criterion: Codable, Hashable, Sendable, Identifiable {
    public enum State: String, Codable, Hashable, Sendable, CaseIterable {
        case met
        case missed
        /// The answer says the contrary, or something that is wrong.
        case contradicted
    }

    /// The check's, expectation's or idea's id in the exercise; `answer` where the exercise has only one thing to grade.
    public var id: String
    public var title: String
    /// What it can earn.
    public var points: Double
    /// What it earned; less than 0 for a misconception.
    public var earned: Double
    public var state: State
    /// What was found, in a sentence or more. It never gives the right answer away.
    public var detail: String
    /// The learner's own words that decided.
    public var quote: String?

    public init(
        id: String, title: String, points: Double, earned: Double, state: State, detail: String = "",
        quote: String? = nil
    ) {
        self.id = id
        self.title = title
        self.points = points
        self.earned = earned
        self.state = state
        self.detail = detail
        self.quote = quote
    }
}

/// What an answer is worth, and why, before the credit of the attempt and the cost of hints (see ``Scoring``).
public struct Verdict: Codable, Hashable, Sendable {
    /// Finite, from 0 to ``maximum``. Never rounded; ``Points/text(_:)`` rounds for the eye only.
    public var score: Double
    public var maximum: Double
    public var criteria: [Criterion]
    /// How the score came about: `2 of 3 checks: 1.33 of 2 points`.
    public var arithmetic: String
    /// What else is said to the learner: what the mistake is called, why a text was refused.
    public var feedback: [String]

    /// The score is brought into `0...maximum`.
    public init(score: Double, maximum: Double, criteria: [Criterion], arithmetic: String, feedback: [String] = []) {
        self.maximum = maximum.isFinite ? max(0, maximum) : 0
        // Sums of shares miss the whole by a few last bits.
        let whole = abs(score - self.maximum) < 1e-9 ? self.maximum : score
        self.score = whole.isFinite ? min(max(0, whole), self.maximum) : 0
        self.criteria = criteria
        self.arithmetic = arithmetic
        self.feedback = feedback
    }

    /// Whether the answer is right in full.
    public var isFull: Bool { score >= maximum }
}
