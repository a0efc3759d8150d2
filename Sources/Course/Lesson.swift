/// One lesson: what a learner reads, in pages.
public struct Lesson: Hashable, Sendable {
    /// The number that its folder begins with.
    public var number: Int
    /// The folder's name without the number.
    public var topic: String
    public var title: String
    /// Ids of the concepts that it teaches.
    public var concepts: [String]
    /// Where its facts come from.
    public var sources: [String]
    public var pages: [Page]
    /// Relative to the course's root.
    public var file: String

    public init(
        number: Int, topic: String, title: String, concepts: [String] = [], sources: [String] = [], pages: [Page],
        file: String
    ) {
        self.number = number
        self.topic = topic
        self.title = title
        self.concepts = concepts
        self.sources = sources
        self.pages = pages
        self.file = file
    }

    /// The exercises that its pages place, in order: the first is at position `number.1`.
    public var exercises: [ExerciseID] { pages.flatMap(\.exercises) }
}

/// One page of a lesson: from a `##` heading to the next.
public struct Page: Hashable, Sendable {
    /// The heading's text as Markdown; the lesson's title for a first page without a heading.
    public var title: String
    /// What stands below the heading, as written, `try` and `exercise` blocks included.
    public var markdown: String
    /// The same in pieces, in order.
    public var blocks: [Block]
    /// The heading's line in the lesson's file; that of the first text for a page without a heading.
    public var line: Int

    public init(title: String, markdown: String, blocks: [Block], line: Int) {
        self.title = title
        self.markdown = markdown
        self.blocks = blocks
        self.line = line
    }

    /// The exercises that the page places, in order.
    public var exercises: [ExerciseID] {
        blocks.compactMap { if case .exercise(let id, _) = $0 { id } else { nil } }
    }
}

/// A piece of a page.
public enum Block: Hashable, Sendable {
    /// Markdown, without blank lines at its ends.
    case markdown(String)
    /// The commands of one `try` block; at least one.
    case tries([TryLine])
    /// What an `output` block shows of what the `try` lines before it print, and the number of its first line in the file.
    case output([String], line: Int)
    /// One line of an `exercise` block, and its number in the lesson's file.
    case exercise(ExerciseID, line: Int)
}

/// A command that a page offers to run.
public struct TryLine: Hashable, Sendable {
    /// As typed at the prompt, without blanks at its ends.
    public var text: String
    /// Its line in the lesson's file.
    public var line: Int

    public init(text: String, line: Int) {
        self.text = text
        self.line = line
    }
}
