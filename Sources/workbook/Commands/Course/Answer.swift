import ArgumentParser
import Course

struct Answer: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Answer the exercise you are at.",
        discussion: """
            The text is taken as typed. For an exercise on a request or on traffic, `answer` alone hands in the request that \
            you built, or what was sent since the exercise began. The answer is on disk before its verdict shows. \
            A prediction is kept first, then its commands run; it cannot be changed afterwards.
            """
    )
    static let wordsBeforeText: Int? = 0

    @Argument(parsing: .captureForPassthrough, help: "The answer.")
    var text: [String] = []

    mutating func run(in session: Session) async throws {
        let exercise = try session.currentExercise()
        let outcome = try await session.answer(exercise, with: text.joined(separator: " "))
        session.sayWrapped(ExerciseView.verdict(outcome, in: session))
    }
}
