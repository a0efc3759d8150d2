import ArgumentParser
import Traffic

struct Exchanges: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchanges",
        abstract: "List what was sent and answered."
    )

    @Flag(help: "As JSON, keys redacted: every byte and time.")
    var json = false

    mutating func run(in session: Session) async throws {
        let exchanges = try session.exchanges()
        if json {
            try session.writeJSON(exchanges)
        } else if exchanges.isEmpty {
            session.say("Nothing has been sent yet. `request openai` begins a request.")
        } else {
            session.page(ExchangeView.list(exchanges, width: session.output.width))
        }
    }
}
