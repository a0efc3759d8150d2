import ArgumentParser
import Foundation
import Terminal

/// What Tab offers: commands, options, and what the command itself knows.
@MainActor
struct CommandCompletion {
    let session: Session

    /// What may stand for `typed`, after `words`.
    func candidates(after words: [String], typed: String) -> [CompletionCandidate] {
        guard let name = words.first else {
            let commands = WorkbookCommand.commands.map {
                CompletionCandidate($0.name, meaning: $0.configuration.abstract)
            }
            return matching(typed, commands + [CompletionCandidate("help", meaning: "Tell about a command.")])
        }
        if name == "help" {
            return matching(
                typed, WorkbookCommand.commands.map { CompletionCandidate($0.name, meaning: $0.configuration.abstract) }
            )
        }
        guard let command = WorkbookCommand.command(named: name) else { return [] }
        let arguments = CommandTable.shared.arguments(of: command.name)
        if typed.hasPrefix("-") { return matching(typed, arguments.flatMap(\.options)) }
        if let option = arguments.first(where: { $0.takesValue && $0.names.contains(words[words.count - 1]) }) {
            return matching(typed, option.values.map { CompletionCandidate($0) }) + (option.isFile ? files(typed) : [])
        }
        let known = matching(typed, command.candidates(in: session))
        if !known.isEmpty { return known }
        return arguments.contains { $0.isPositional && $0.isFile } ? files(typed) : []
    }

    private func matching(_ typed: String, _ candidates: [CompletionCandidate]) -> [CompletionCandidate] {
        candidates.filter { $0.text.hasPrefix(typed) }.sorted { $0.text < $1.text }
    }

    private func files(_ typed: String) -> [CompletionCandidate] {
        let path = typed as NSString
        let folder = typed.hasSuffix("/") ? typed : path.deletingLastPathComponent
        let name = typed.hasSuffix("/") ? "" : path.lastPathComponent
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return found.filter { $0.hasPrefix(name) && (!$0.hasPrefix(".") || name.hasPrefix(".")) }.sorted().map {
            entry in
            let whole = folder.isEmpty ? entry : (folder as NSString).appendingPathComponent(entry)
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
            return CompletionCandidate(isFolder.boolValue ? whole + "/" : whole, isComplete: !isFolder.boolValue)
        }
    }
}

/// What every command takes, as ArgumentParser itself describes it: read at the first Tab.
struct CommandTable: Sendable {
    static let shared = CommandTable()

    struct Argument: Sendable {
        var names: [String]
        var meaning: String
        var isPositional: Bool
        var takesValue: Bool
        var values: [String]
        var isFile: Bool

        var options: [CompletionCandidate] {
            names.filter { $0.hasPrefix("--") }.map { CompletionCandidate($0, meaning: meaning) }
        }
    }

    private let commands: [String: [Argument]]

    func arguments(of command: String) -> [Argument] { commands[command] ?? [] }

    private init() {
        let description = try? JSONDecoder().decode(Description.self, from: Data(WorkbookCommand._dumpHelp().utf8))
        commands = Dictionary(
            (description?.command.subcommands ?? []).map { ($0.commandName, ($0.arguments ?? []).map(\.argument)) },
            uniquingKeysWith: { first, _ in first })
    }

    // The part of ArgumentParser's tool description that completion needs.
    private struct Description: Decodable {
        var command: Command
    }

    private struct Command: Decodable {
        var commandName: String
        var subcommands: [Command]?
        var arguments: [ArgumentInfo]?
    }

    private struct ArgumentInfo: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        struct Kind: Decodable {
            struct Values: Decodable { var values: [String] }
            struct Anything: Decodable {}

            var list: Values?
            var file: Anything?
            var directory: Anything?
        }

        var kind: String
        var names: [Name]?
        var abstract: String?
        var allValues: [String]?
        var completionKind: Kind?

        var argument: Argument {
            Argument(
                names: (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }, meaning: abstract ?? "",
                isPositional: kind == "positional", takesValue: kind == "option",
                values: completionKind?.list?.values ?? allValues ?? [],
                isFile: completionKind?.file != nil || completionKind?.directory != nil)
        }
    }
}
