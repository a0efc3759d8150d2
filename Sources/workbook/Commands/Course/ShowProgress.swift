import ArgumentParser
import Course

struct ShowProgress: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress",
        abstract: "Show what is done, by lesson and by concept.")

    @Flag(help: "As JSON: every exercise with attempts, best score and state.")
    var json = false

    mutating func run(in session: Session) async throws {
        let course = try session.course()
        let standings = try session.standings()
        if json {
            session.output.writeJSON(ProgressView.json(course, standings: standings).serialized(pretty: true))
        } else {
            session.page(
                ProgressView.text(
                    course, standings: standings, width: session.output.width, unicode: session.output.unicode))
        }
    }
}
