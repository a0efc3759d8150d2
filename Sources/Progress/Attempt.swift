public import Foundation

/// The number of an attempt, given by the store.
public struct AttemptID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: AttemptID, right: AttemptID) -> Bool { left.rawValue < right.rawValue }
}

/// An answer that is about to be graded.
public struct NewAttempt: Hashable, Sendable {
    /// The exercise's id, as text: progress outlives a course whose exercise is gone.
    public var exercise: String
    /// The answer as typed.
    public var answer: String
    /// What else is graded, as JSON: a request, exchanges. Without secrets, which the caller has taken out.
    public var evidence: Data?
    public var at: Date

    public init(exercise: String, answer: String, evidence: Data? = nil, at: Date) {
        self.exercise = exercise
        self.answer = answer
        self.evidence = evidence
        self.at = at
    }
}

/// An answer that was given, with its verdict once that is known.
public struct Attempt: Hashable, Sendable, Identifiable {
    public var id: AttemptID
    public var exercise: String
    public var answer: String
    public var evidence: Data?
    /// To the millisecond.
    public var beganAt: Date
    /// `nil` when grading was cut off: see ``ProgressStore/unfinishedAttempts()``.
    public var outcome: Outcome?

    public init(
        id: AttemptID, exercise: String, answer: String, evidence: Data? = nil, beganAt: Date, outcome: Outcome? = nil
    ) {
        self.id = id
        self.exercise = exercise
        self.answer = answer
        self.evidence = evidence
        self.beganAt = beganAt
        self.outcome = outcome
    }

    /// What grading gave.
    public struct Outcome: Hashable, Sendable {
        /// The points that count, after the credit of later attempts and the cost of hints.
        public var score: Double
        public var maximum: Double
        /// Whether the answer was right in full, whatever hints and attempts cost.
        public var isSolved: Bool
        /// The verdict as JSON.
        public var verdict: Data

        public init(score: Double, maximum: Double, isSolved: Bool, verdict: Data) {
            self.score = score
            self.maximum = maximum
            self.isSolved = isSolved
            self.verdict = verdict
        }
    }
}
