import ArgumentParser
import LabServer
import ModelAPI

struct Present: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "present",
        abstract: "Serve a page for the projector that follows the prompt.",
        discussion: """
            The page shows the distribution, the text and the events of what you type from then on, large. Its sliders move \
            the same sampler over the same logits: ← → temperature, ↑ ↓ top-p, - + top-k, r goes back to the prompt's.

            Only who knows the address sees it, and only on this machine. No key is ever shown. `present --off` ends it, as \
            does the end of the workbook. With a prompt it begins with that prompt's distribution.
            """
    )

    @Argument(parsing: .remaining, help: "Begin with the distribution after this text.")
    var prompt: [String] = []

    @OptionGroup var sampler: SamplerOptions

    @Flag(help: "End the page.")
    var off = false

    @Flag(help: "The address, as JSON.")
    var json = false

    mutating func validate() throws {
        if off, json || !prompt.isEmpty { throw ValidationError("--off ends the page: give it alone.") }
    }

    mutating func run(in session: Session) async throws {
        if off {
            guard let projector = session.projector else {
                throw Failure("There is no page to end.", next: "`present` begins one.")
            }
            await projector.close(.switchedOff)
            session.say("The page has ended.")
            return
        }
        // Its settings and its prompt are checked before there is an address.
        let next = try prompt.isEmpty ? nil : session.nextToken(after: prompt, by: sampler.choice, example: "")
        let trace = try next?.trace(sampler.settings)
        let lab = try await session.lab()
        let address = lab.origin.description + lab.server.projector.open()
        if let next, let trace { session.project(next, trace) }
        if json {
            session.output.writeJSON(JSONValue.object(["address": .string(address)]).serialized(pretty: true))
        } else {
            session.say("The page is at \(address)")
            session.hint(
                "Open it in a browser on the screen that the room sees. It follows this prompt; `present --off` ends it."
            )
        }
        if session.isSingleCommand { await session.untilInterrupted() }
    }
}
