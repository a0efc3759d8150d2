import ArgumentParser
import ModelAPI

struct AsOfDay: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "as-of",
        abstract: "Show the day on which the lab lives, or move it to another.",
        discussion: """
            The day decides which models answer, what each accepts, and what calls cost. On 2024-06-01, where the lab begins, \
            all of the chapter's models lived. `as-of today` answers as the APIs do now; `send --as-of today` does so once.
            """
    )

    @Argument(help: "A day such as 2024-06-01, or today.")
    var day: AsOf?

    @Flag(help: "As JSON.")
    var json = false

    mutating func run(in session: Session) async throws {
        if let day {
            session.asOf = day
            session.runningLab?.server.asOf = day
        }
        let asOf = session.asOf
        let date = asOf.day(at: Int(session.environment.now().timeIntervalSince1970))
        let facts = session.factBook().at(date)
        if json {
            let report: JSONValue = [
                "as_of": .string("\(asOf)"), "day": .string("\(date)"),
                "openai": .array(facts.openai.models.map { .string($0.id) }),
                "anthropic": .array(facts.anthropic.models.map { .string($0.id) }),
            ]
            return session.output.writeJSON(report.serialized(pretty: true))
        }
        session.say("The lab lives on \(date)\(asOf == .today ? ", today" : "").")
        session.sayWrapped([AsOfView.models(facts)])
        session.hint("`as-of today` moves it, `as-of \(FactBook.standardDay)` moves it back.")
    }
}
