import ArgumentParser
import ModelAPI

struct Show: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the HTTP message that `send` would write, byte for byte but for the key.",
        discussion:
            "The head's lines end with CR LF on the wire. With --json the body alone, laid out; with --curl the same request as a curl command."
    )

    @Flag(help: "As a curl command.")
    var curl = false

    @Flag(help: "The body alone, as JSON.")
    var json = false

    mutating func validate() throws {
        if curl, json { throw ValidationError("--curl and --json are two different views: choose one.") }
    }

    mutating func run(in session: Session) async throws {
        let draft = try session.requireDraft()
        if json {
            guard let body = draft.body() else { throw Failure("This request has no body.") }
            session.output.writeJSON(body.serialized(pretty: true))
            return
        }
        let lab = try await session.lab()
        if curl {
            session.say("\(draft.curlCommand(origin: lab.origin))")
        } else {
            let request = try draft.request(to: lab.origin, key: lab.key(for: draft.provider))
            session.say(WireText.message(request))
        }
    }
}
