/// Put items in order.
public struct OrderTask: Hashable, Sendable {
    /// At least two, ids distinct also when case is ignored, in the order in which they are shown.
    public var items: [OrderItem]

    public init(items: [OrderItem]) {
        self.items = items
    }
}

public struct OrderItem: Hashable, Sendable, Identifiable {
    public var id: String
    /// Markdown, one line as a rule.
    public var text: String

    public init(id: String, text: String) {
        self.id = id
        self.text = text
    }
}
