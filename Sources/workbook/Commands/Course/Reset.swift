import ArgumentParser

struct Reset: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Start afresh. What was saved is kept in a backup file.",
        discussion: "Asks for --yes, so that nobody resets by a slip."
    )

    @Flag(help: "Do it.")
    var yes = false

    mutating func run(in session: Session) async throws {
        guard yes else {
            throw Failure(
                "This sets aside all answers and your place in the course.",
                next: "`reset --yes` does it and keeps a backup.")
        }
        if let backup = try session.reset() {
            session.say("Started afresh. What you had done is kept in \(backup.path(percentEncoded: false))")
        } else {
            session.say("There was nothing to set aside: you start afresh.")
        }
    }
}
