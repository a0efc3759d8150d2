public import HTTPWire
public import Traffic

/// Runs workbook commands as a learner would type them, in a session that nothing else shares.
///
/// The executable supplies it: a model answer that is a list of commands is proved by the very commands that a learner has.
public protocol CommandRunner: Sendable {
    /// Runs the lines in order and tells what they left behind.
    ///
    /// - Throws: `CommandFailure` for the first line that fails.
    func run(_ lines: [String]) async throws -> CommandOutcome
}

/// What a list of commands left behind.
public struct CommandOutcome: Sendable {
    /// The request as it would be sent now, if one is being built.
    public var request: HTTPRequest?
    /// What was sent, oldest first.
    public var exchanges: [Exchange]

    public init(request: HTTPRequest?, exchanges: [Exchange]) {
        self.request = request
        self.exchanges = exchanges
    }
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
