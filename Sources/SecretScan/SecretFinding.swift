/// A secret in a file, or in the history of one.
public struct SecretFinding: Sendable {
    public enum Source: Hashable, Sendable {
        /// A file of the folder, as it is now.
        case file
        /// A version of a file that git keeps, by its object id.
        case blob(String)
        /// The message of a commit or of a tag.
        case message(String)
    }

    public var source: Source
    /// The path, relative to the folder or the repository. Its bytes may be anything.
    public var path: String
    public var line: Int
    public var column: Int
    public var match: SecretMatch
    /// The first commit that has it, and the last; `nil` where git does not tell.
    public var first: Commit?
    public var last: Commit?
    /// Whether the newest commit of a branch still has it.
    public var isCurrent = false

    public struct Commit: Hashable, Sendable {
        public var id: String
        /// ISO 8601.
        public var date: String
    }
}

/// What was looked at.
public struct ScanSummary: Sendable {
    public var files = 0
    public var ignored = 0
    public var blobs = 0
    public var commits = 0
    public var bytes = 0
    /// What could not be looked at, and why.
    public var problems: [String] = []
    /// Whether there was a history to look through.
    public var hasHistory = false

    public init() {}
}
