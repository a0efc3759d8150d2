/// A message of a conversation as a server understood it.
public struct InputMessage: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable { case system, user, assistant }

    public var role: Role
    public var text: String

    public init(role: Role, text: String) {
        self.role = role
        self.text = text
    }
}
