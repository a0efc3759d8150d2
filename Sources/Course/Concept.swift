/// Something that the course teaches, and that exercises are counted under.
public struct Concept: Hashable, Sendable, Identifiable {
    public var id: String
    public var title: String
    /// Concepts that come earlier and are taken for granted.
    public var needs: [String]

    public init(id: String, title: String, needs: [String] = []) {
        self.id = id
        self.title = title
        self.needs = needs
    }
}
