/// Choose among texts.
public struct ChoiceTask: Hashable, Sendable {
    /// At least two, ids distinct also when case is ignored.
    public var choices: [Choice]
    /// Whether any number of choices may be right; else exactly one is.
    public var allowsMultiple: Bool

    public init(choices: [Choice], allowsMultiple: Bool = false) {
        self.choices = choices
        self.allowsMultiple = allowsMultiple
    }
}

public struct Choice: Hashable, Sendable, Identifiable {
    public var id: String
    /// Markdown, one line as a rule.
    public var text: String

    public init(id: String, text: String) {
        self.id = id
        self.text = text
    }
}
