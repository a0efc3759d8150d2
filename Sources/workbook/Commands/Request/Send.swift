import ArgumentParser
import ModelAPI
import Traffic

struct Send: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send the request to the lab and record every byte.",
        discussion:
            "The draft stays as it is, so that it can be changed and sent again. Ctrl-C stops a stream; what came so far is kept."
    )

    @Flag(help: "Ask for the answer as an event stream, for this sending.")
    var stream = false

    @Option(help: "Answer as on this day, for this sending. Also `today`.")
    var asOf: AsOf?

    mutating func run(in session: Session) async throws {
        var draft = try session.requireDraft()
        if stream { draft.stream = true }
        if let asOf { try draft.set("header.x-lab-as-of", to: "\(asOf)") }
        let exchange = try await session.send(draft)
        session.sayWrapped(ExchangeView.outcome(of: exchange))
        try session.sayWriter(of: exchange)
        if let note = session.costNote(for: exchange, on: asOf ?? session.asOf) { session.sayQuietly(note) }
    }
}
