import ArgumentParser
import Course
import Terminal

struct List: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the lessons and exercises, and how far you are.")

    @Argument(help: "Only this lesson: its number or name.")
    var lesson: String?

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] { Goto.candidates(in: session) }

    mutating func run(in session: Session) async throws {
        let course = try session.course()
        let only = try lesson.map { try course.place(named: $0).topic }
        session.page(
            CourseView.list(
                course, only: only, standings: try session.standings(), place: try session.place(),
                width: session.output.width))
    }
}
