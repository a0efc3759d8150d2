import Course
import HTTPWire

/// Grades the request that was built, check by check.
struct RequestGrader {
    private let exercise: Exercise
    private let task: RequestTask

    init(_ exercise: Exercise, _ task: RequestTask) {
        self.exercise = exercise
        self.task = task
    }

    func grade(_ request: HTTPRequest) -> Verdict {
        let facts = RequestFacts(request.head, body: request.body)
        return CheckReport(task.checks, of: exercise.points) { facts.value(of: $0) }.verdict()
    }
}
