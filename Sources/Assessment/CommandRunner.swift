public import Grading

/// Runs workbook commands as a learner would type them, in a session that nothing else shares.
///
/// The executable supplies it: a model answer that is a list of commands is proved by the very commands that a learner has.
public protocol CommandRunner: Sendable {
    /// Runs the lines in order and tells what they did, with one output for each line.
    ///
    /// - Parameter model: the model that they mean where they name none; the runner's own choice for `nil`.
    /// - Throws: `CommandFailure` for the first line that fails.
    func run(_ lines: [String], model: String?) async throws -> RunOutcome
}

extension CommandRunner {
    public func run(_ lines: [String]) async throws -> RunOutcome { try await run(lines, model: nil) }
}

/// A line that failed, and why.
public struct CommandFailure: Error, CustomStringConvertible {
    /// The line's index in the list that was run.
    public var index: Int
    public var line: String
    public var reason: String

    public init(index: Int, line: String, reason: String) {
        self.index = index
        self.line = line
        self.reason = reason
    }

    public var description: String { "`\(line)` fails: \(reason)" }
}
