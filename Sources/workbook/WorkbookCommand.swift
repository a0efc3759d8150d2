import ArgumentParser
import Terminal

/// A command of the workbook: the same type serves the shell and the prompt.
protocol SessionCommand: ParsableCommand {
    /// Does the work, prints to `session.output`, and throws what went wrong: a `Failure` or an error that describes itself.
    @MainActor
    mutating func run(in session: Session) async throws

    /// After how many words the rest of a line is one text, taken as typed, so that apostrophes and JSON need no quoting;
    /// `nil` for a command that takes words only.
    static var wordsBeforeText: Int? { get }

    /// Whether the command can only be used at a terminal, such as one that takes the whole screen.
    static var needsTerminal: Bool { get }

    /// What Tab offers for an argument, beside the command's options.
    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate]
}

extension SessionCommand {
    static var wordsBeforeText: Int? { nil }

    static var needsTerminal: Bool { false }

    @MainActor
    static func candidates(in session: Session) -> [CompletionCandidate] { [] }

    /// The name that a learner types.
    static var name: String { configuration.commandName ?? _commandName }
}

/// The root command. Its groups are the one list of commands: a new command is a file and a line here.
struct WorkbookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workbook",
        abstract: "An interactive course on language model APIs: read, send, see the bytes, be graded.",
        discussion: """
            Without a command the prompt opens. Every command works there and from the shell alike. \
            No key, no account and no internet are needed.
            """,
        version: version,
        groupedSubcommands: groups.map { CommandGroup(name: $0.name, subcommands: $0.commands) }
    )

    static let version = "0.1.0"

    struct Group {
        var name: String
        var commands: [any SessionCommand.Type]
    }

    static let groups: [Group] = [
        Group(
            name: "Course",
            commands: [
                Next.self, Back.self, Goto.self, List.self, RunPage.self, ShowExercise.self, Answer.self, Hint.self,
                Skip.self,
                ShowSolution.self, ShowProgress.self, Reset.self,
            ]),
        Group(
            name: "Requests and the wire",
            commands: [
                NewRequest.self, SystemText.self, UserText.self, AssistantText.self, SetField.self, UnsetField.self,
                Show.self,
                Send.self, AsOfDay.self, Raw.self, Events.self, Exchanges.self,
            ]),
        Group(
            name: "Sampler",
            commands: [
                ShowDistribution.self, Compare.self, Sweep.self, Step.self, Samples.self, Tree.self, Generate.self,
                Explore.self, ShowLogits.self, Tokens.self,
            ]),
        Group(name: "Embeddings", commands: [Embed.self, Similar.self]),
        Group(name: "The lab", commands: [Lab.self, Serve.self, Keys.self, Limits.self]),
        Group(
            name: "Tools",
            commands: [
                Cost.self, Advise.self, Present.self, Scan.self, Models.self, Check.self, Script.self, ShowDemo.self,
                Quit.self,
                Exit.self,
            ]),
    ]

    static let commands: [any SessionCommand.Type] = groups.flatMap(\.commands)

    static func command(named name: String) -> (any SessionCommand.Type)? {
        commands.first { $0.name == name || $0.configuration.aliases.contains(name) }
    }
}
