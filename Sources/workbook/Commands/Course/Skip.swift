import ArgumentParser
import Course

struct Skip: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Leave the exercise you are at unsolved, and go on.",
        discussion: "It is recorded as skipped; it can be answered later all the same."
    )

    mutating func run(in session: Session) async throws {
        let exercise = try session.currentExercise()
        guard try !session.standings()[exercise.id].isSolved else {
            throw Failure(
                "\(try session.label(of: exercise)) is solved already.", next: "`exercise` shows the next one.")
        }
        try session.skip(exercise.id)
        session.say("Skipped \(try session.label(of: exercise)).")
        session.hint("`solution` explains it, `exercise` shows the next one, `next` goes on reading.")
    }
}
