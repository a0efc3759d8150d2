import ArgumentParser
import Course

struct Hint: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "hint",
        abstract: "Show the next hint for the exercise you are at.",
        discussion: "Each hint says what it costs. Hints already shown can be read again for nothing: `hint 1`."
    )

    @Argument(help: "A hint already shown, by number.")
    var number: Int?

    mutating func run(in session: Session) async throws {
        let exercise = try session.currentExercise()
        let shown = try session.hintsShown(for: exercise.id)
        if let number {
            guard (1...max(1, shown)).contains(number), shown > 0 else {
                throw Failure(
                    "Hint \(number) has not been shown yet: \(shown) of \(exercise.hints.count) have.",
                    next: "`hint` shows the next one.")
            }
            session.say(ExerciseView.hint(number, of: exercise, in: session))
            return
        }
        guard shown < exercise.hints.count else {
            throw Failure(
                "All \(exercise.hints.count) hints have been shown.",
                next: "`hint 1` shows the first again; `skip` goes on, and then `solution` explains.")
        }
        try session.recordHint(shown + 1, for: exercise.id)
        session.say(ExerciseView.hint(shown + 1, of: exercise, in: session))
    }
}
