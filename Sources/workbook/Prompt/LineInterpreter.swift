import ArgumentParser
import DataFiles
import Terminal

/// Turns a line, or a shell's argument list, into a command and runs it.
@MainActor
struct LineInterpreter {
    let session: Session

    /// Runs one line of the prompt or of a script. An empty line or a comment does nothing.
    func run(_ line: String) async throws {
        guard let arguments = try arguments(of: line) else { return }
        try await run(arguments: arguments, as: line.trimmingWhitespace())
    }

    /// Runs one command, given as a shell would give it.
    ///
    /// - Parameter line: the arguments as they were typed.
    func run(arguments: [String], as line: String? = nil) async throws {
        if let topic = try helpTopic(arguments) {
            session.say(DisplayText(WorkbookCommand.helpMessage(for: topic, columns: session.output.width)))
            return
        }
        var command = try command(arguments: arguments)
        session.line = line ?? arguments.map { ShellWords.quoted($0) }.joined(separator: " ")
        try await command.run(in: session)
    }

    /// The command that a line would run, with its arguments; `nil` for an empty line, a comment, or `help`. Runs nothing.
    func command(of line: String) throws -> (any SessionCommand)? {
        guard let arguments = try arguments(of: line), try helpTopic(arguments) == nil else { return nil }
        return try command(arguments: arguments)
    }

    private func command(arguments: [String]) throws -> any SessionCommand {
        if let name = arguments.first, !name.hasPrefix("-") { _ = try command(named: name) }
        do {
            guard let parsed = try WorkbookCommand.parseAsRoot(arguments) as? any SessionCommand else {
                throw CleanExit.helpRequest()
            }
            return parsed
        } catch {
            throw ParserMessage(error)
        }
    }

    /// What help is asked for, by `help`, `help COMMAND` or `COMMAND --help`.
    ///
    /// Asked here and not of the parser, for which `--help` after `answer` would be the answer.
    private func helpTopic(_ arguments: [String]) throws -> (any ParsableCommand.Type)? {
        if arguments.first == "help" {
            return arguments.count > 1 ? try command(named: arguments[1]) : WorkbookCommand.self
        }
        guard arguments.count == 2, ["--help", "-h"].contains(arguments[1]) else { return nil }
        return try command(named: arguments[0])
    }

    private func command(named name: String) throws -> any SessionCommand.Type {
        if let command = WorkbookCommand.command(named: name) { return command }
        let names = WorkbookCommand.commands.map { $0.name } + ["help"]
        let advice =
            Suggestion.closest(to: name, in: names).map { "Did you mean `\($0)`?" } ?? "`help` lists the commands."
        throw Failure("There is no command '\(name)'.", next: advice)
    }

    /// The words of a line, with the free text of commands such as `user` left as it was typed.
    private func arguments(of line: String) throws -> [String]? {
        let trimmed = line.trimmingWhitespace()
        if trimmed.isEmpty || trimmed.hasPrefix("#") { return nil }
        if let (words, text) = Self.text(in: trimmed), !text.isEmpty { return words + [text] }
        return try ShellWords.split(trimmed)
    }

    /// Whether more lines must be read before the line can be run: an open quote, or a backslash at its end.
    nonisolated static func needsMore(_ line: String) -> Bool {
        let trimmed = line.trimmingWhitespace()
        if trimmed.hasPrefix("#") { return false }
        if ShellWords.endsWithContinuation(line) { return true }
        return text(in: trimmed) == nil && ShellWords.hasOpenQuote(line)
    }

    /// The words of a line and the text after them, for a command whose text is taken as typed.
    ///
    /// `nil` for other commands, and where the text begins with a quote: then the shell's rules hold for all of it.
    private nonisolated static func text(in line: String) -> (words: [String], text: String)? {
        var (word, rest) = line.firstWordAndRest()
        guard let before = WorkbookCommand.command(named: word)?.wordsBeforeText else { return nil }
        var words = [word]
        for _ in 0..<before {
            (word, rest) = rest.firstWordAndRest()
            words.append(word)
        }
        return rest.beginsWithQuote || words.contains(where: \.beginsWithQuote) ? nil : (words, rest)
    }
}

/// What ArgumentParser has to say: help that was asked for (status 0), or what is wrong with the arguments.
struct ParserMessage: Error, CustomStringConvertible {
    var description: String
    var status: Int32

    init(_ error: any Error) {
        description = WorkbookCommand.fullMessage(for: error)
        status = WorkbookCommand.exitCode(for: error).rawValue
    }
}

extension String {
    func trimmingWhitespace() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    func firstWordAndRest() -> (word: String, rest: String) {
        let word = prefix { !$0.isWhitespace }
        return (String(word), dropFirst(word.count).drop(while: \.isWhitespace).description)
    }

    var beginsWithQuote: Bool { hasPrefix("\"") || hasPrefix("'") }
}
