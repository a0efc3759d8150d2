/// Explain in own words: graded by ideas that count, and misconceptions that cost.
public struct TextTask: Hashable, Sendable {
    /// At least one.
    public var ideas: [Idea]
    public var misconceptions: [Misconception]

    public init(ideas: [Idea], misconceptions: [Misconception] = []) {
        self.ideas = ideas
        self.misconceptions = misconceptions
    }
}

/// Something that a good answer says.
public struct Idea: Hashable, Sendable, Identifiable {
    public var id: String
    public var title: String
    /// Its share: the exercise's points are divided among the ideas in proportion.
    public var points: Double
    /// Phrasings that count; at least one.
    public var say: [String]
    /// Phrasings that deny it.
    public var not: [String]

    public init(id: String, title: String, points: Double = 1, say: [String], not: [String] = []) {
        self.id = id
        self.title = title
        self.points = points
        self.say = say
        self.not = not
    }
}

/// Something wrong that people say.
public struct Misconception: Hashable, Sendable, Identifiable {
    public var id: String
    public var title: String
    /// Phrasings that show it; at least one.
    public var say: [String]
    /// What it takes off, in the units of the ideas' points.
    public var cost: Double
    public var feedback: String?

    public init(id: String, title: String, say: [String], cost: Double = 1, feedback: String? = nil) {
        self.id = id
        self.title = title
        self.say = say
        self.cost = cost
        self.feedback = feedback
    }
}
