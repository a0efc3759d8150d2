import ArgumentParser
import Course
import Terminal

struct ShowExercise: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "exercise",
        abstract: "Show an exercise and begin it.",
        discussion: """
            Without an id: the one you are at, or the next one of this page that is not solved. \
            An exercise on traffic counts what is sent from here on. Where numbers differ from learner to learner, \
            --variant shows another learner's, and begins nothing.
            """
    )

    @Argument(help: "An exercise's id (rest.missing-length) or position (1.3).")
    var exercise: String?

    @Option(help: "Show the variant of this number, from 1 to \(Exercise.variantCount), and begin nothing.")
    var variant: Int?

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] { CourseView.exerciseCompletions(in: session) }

    mutating func run(in session: Session) async throws {
        let chosen = try exercise.map { try session.exercise(named: $0) } ?? session.nextExercise()
        if let variant {
            session.sayWrapped(try ExerciseView.question(try session.variant(variant, of: chosen), in: session))
            return
        }
        try session.begin(chosen)
        session.sayWrapped(try ExerciseView.question(chosen, in: session))
    }
}
