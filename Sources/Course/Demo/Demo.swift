/// What an instructor shows: commands in their order, with notes.
///
/// The file is plain text, and a script as well: what is no command begins with `#`. docs/demos.md describes it.
public struct Demo: Hashable, Sendable {
    public struct Step: Hashable, Sendable {
        /// What the step is about; empty for one that goes on with the former's subject.
        public var heading: String
        /// What to say, a paragraph each.
        public var notes: [String]
        /// What is run; `nil` for a step that is only talked about.
        public var command: String?
        /// Where it begins in the file: the command, or else the first note. From 1.
        public var line: Int

        public init(heading: String, notes: [String], command: String?, line: Int) {
            (self.heading, self.notes, self.command, self.line) = (heading, notes, command, line)
        }
    }

    public var title: String
    /// What it shows, and to whom: a paragraph each.
    public var about: [String]
    /// At least one.
    public var steps: [Step]
}
