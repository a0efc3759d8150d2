public import DataFiles

/// The right answer to an exercise, why it is right, and the wrong answers that people give.
public struct Solution: Hashable, Sendable, Identifiable {
    public var id: ExerciseID
    public var answer: Answer
    /// Markdown.
    public var why: String
    public var wrong: [WrongAnswer]
    /// Where the answer stands.
    public var place: Place

    public init(id: ExerciseID, answer: Answer, why: String, wrong: [WrongAnswer] = [], place: Place) {
        self.id = id
        self.answer = answer
        self.why = why
        self.wrong = wrong
        self.place = place
    }

    /// Relative to the course's root.
    public var file: String { place.file }
}

/// An answer as a file gives it.
public enum Answer: Hashable, Sendable {
    /// For number, text and distribution, and the commands (one a line) for request and traffic.
    case text(String)
    /// The ids for choice and order.
    case list([String])

    /// As a learner would type it: ids with spaces between them, the text as it is.
    public var typed: String {
        switch self {
        case .text(let text): text
        case .list(let ids): ids.joined(separator: " ")
        }
    }
}

/// A wrong answer, and the verdict that it must get.
public struct WrongAnswer: Hashable, Sendable {
    public var answer: Answer
    /// In points, before the credit of the attempt.
    public var score: Double
    /// What is said to a learner who gives this answer.
    public var feedback: String?
    /// Criteria that must be missed (``Exercise/criteria``).
    public var missed: [String]
    /// Where the answer stands.
    public var place: Place

    public init(answer: Answer, score: Double, feedback: String? = nil, missed: [String] = [], place: Place) {
        self.answer = answer
        self.score = score
        self.feedback = feedback
        self.missed = missed
        self.place = place
    }
}
