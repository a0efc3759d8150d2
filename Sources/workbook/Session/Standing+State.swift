import Course
import Progress

extension Standing {
    /// How an exercise stands, in a word.
    enum State: String {
        case untried
        case tried
        case skipped
        case solved
    }

    var state: State {
        if isSolved { return .solved }
        if isSkipped { return .skipped }
        return attempts > 0 ? .tried : .untried
    }
}

/// How the learner stands with every exercise that was ever touched.
struct Standings {
    private let byID: [String: Standing]

    init(_ byID: [String: Standing] = [:]) { self.byID = byID }

    subscript(id: ExerciseID) -> Standing { byID[id.description] ?? Standing() }

    /// Whether nothing is left to do: solved, skipped, or a prediction that was compared, which cannot be made twice.
    func isDone(_ id: ExerciseID, in course: Course) -> Bool {
        let standing = self[id]
        if [.solved, .skipped].contains(standing.state) { return true }
        guard standing.attempts > 0, case .predict = course.exercises[id]?.kind else { return false }
        return true
    }
}
