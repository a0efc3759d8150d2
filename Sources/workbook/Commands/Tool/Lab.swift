import ArgumentParser

struct Lab: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Tell where the lab server listens, and the shell lines that point a program at it.",
        discussion: "The lab starts when it is first needed, on a free port of 127.0.0.1, and ends with the workbook."
    )

    mutating func run(in session: Session) async throws {
        let lab = try await session.lab()
        session.say("The lab listens on \(lab.origin.description), with keys made for this run.")
        session.hint(
            "For programs of your own, `workbook serve --port 8080 --openai-key K --anthropic-key K` runs a lab with keys you choose."
        )
    }
}
