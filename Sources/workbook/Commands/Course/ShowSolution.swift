import ArgumentParser
import Course
import Terminal

struct ShowSolution: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "solution",
        abstract: "Show the model answer and why, after an attempt or a skip.",
        discussion: "Points already earned stay; an answer given afterwards earns none."
    )

    @Argument(help: "An exercise's id or position; the one you are at, or were at last, when left out.")
    var exercise: String?

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] { CourseView.exerciseCompletions(in: session) }

    mutating func run(in session: Session) async throws {
        let chosen = try exercise.map { try session.exercise(named: $0) } ?? session.lastExercise()
        let solution = try session.solution(of: chosen)
        session.page(ExerciseView.solution(solution, of: chosen, in: session))
    }
}
