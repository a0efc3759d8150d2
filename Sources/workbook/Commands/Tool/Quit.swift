import ArgumentParser

struct Quit: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "quit", abstract: "Leave the workbook; everything is saved.", discussion: "Ctrl-D does the same.")

    mutating func run(in session: Session) async throws { throw QuitRequest() }
}

struct Exit: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit", abstract: "Leave the workbook; everything is saved.", shouldDisplay: false)

    mutating func run(in session: Session) async throws { throw QuitRequest() }
}
