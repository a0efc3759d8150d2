/// Where a value stands in a file.
///
/// Lines and columns count from 1; columns count Unicode scalars, as libyaml does. The file is named relative to the
/// folder that is being read, with `/` between its parts.
public struct Place: Hashable, Sendable {
    public var file: String
    public var line: Int
    public var column: Int

    public init(_ file: String, line: Int = 1, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Place: Comparable {
    public static func < (left: Place, right: Place) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

extension Place: CustomStringConvertible {
    /// `path:line:column`
    public var description: String { "\(file):\(line):\(column)" }
}

/// Something that the author of a file must mend: where it is, what was found, what to do.
///
/// Problems are sorted by place. Their description is one line:
///
/// ```
/// exercises/03-streaming/first-token.yaml:14:7: unknown subject 'stream-event'. Did you mean 'stream-events'?
/// ```
public struct Problem: Error, Hashable, Sendable {
    public var place: Place

    /// What was found, without a full stop.
    public var message: String

    /// What to do, as a whole sentence; empty where the message says it all.
    public var advice: String

    public init(at place: Place, _ message: String, advice: String = "") {
        self.place = place
        self.message = message
        self.advice = advice
    }

    /// Relative to the folder that was read, such as `lessons/01-rest/lesson.md`.
    public var file: String { place.file }
    public var line: Int { place.line }
    public var column: Int { place.column }
}

extension Problem: Comparable {
    public static func < (left: Problem, right: Problem) -> Bool {
        (left.place, left.message, left.advice) < (right.place, right.message, right.advice)
    }
}

extension Problem: CustomStringConvertible {
    public var description: String {
        advice.isEmpty ? "\(place): \(message)" : "\(place): \(message). \(advice)"
    }
}

/// Gathers problems while a file is read, so that one mistake does not hide the next.
///
/// A reference type, because the readers of nested values all add to one log. It stays within one thread.
public final class ProblemLog {
    public private(set) var problems: [Problem] = []

    public init() {}

    public func add(_ problem: Problem) { problems.append(problem) }

    public func add(contentsOf more: [Problem]) { problems += more }

    public func report(_ message: String, at place: Place, advice: String = "") {
        problems.append(Problem(at: place, message, advice: advice))
    }
}
