public import Course

/// Why an answer cannot be graded. It costs no attempt.
public enum GradingError: Error, Hashable, Sendable {
    /// The answer is not of the form that the exercise asks for.
    case unreadable(found: String, expected: String)
    /// The exercise's model is not here. It waits for that model and is never graded on another.
    case modelMissing(name: String, available: [String], reason: String)
    /// The exercise is graded by something else than what was handed in.
    case wrongEvidence(found: String, expected: String)
    /// The right answer is not known: the course has no solution, or a broken one.
    case noAnswer(ExerciseID, reason: String)
    /// What came out does not tell what would have been right: the course, or the run, is broken.
    case noTruth(ExerciseID, reason: String)
    /// The distribution cannot be computed.
    case noDistribution(reason: String)
}

extension GradingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let found, let expected):
            "\(found) \(expected) (This cost no attempt.)"
        case .modelMissing(let name, let available, let reason):
            "This exercise is about the model '\(name)', which is not here (\(reason)). "
                + "Here \(available.count == 1 ? "is" : "are") \(available.map { "'\($0)'" }.joined(separator: ", ")). "
                + "It waits until the model is installed; `skip` goes on."
        case .wrongEvidence(let found, let expected): "This exercise is graded by \(expected), not by \(found)."
        case .noAnswer(let id, let reason):
            "The course does not say what the right answer to \(id) is: \(reason). `check` lists its problems."
        case .noTruth(let id, let reason):
            "What came out does not tell what the right answer to \(id) is: \(reason). `check` lists the course's problems."
        case .noDistribution(let reason): "The distribution cannot be computed: \(reason)."
        }
    }
}
