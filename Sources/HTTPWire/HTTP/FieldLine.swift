/// One field line of an HTTP message (RFC 9112 section 5): a name and a value, as they were written.
public struct FieldLine: Hashable, Sendable, Codable {
    /// The name, in the case in which it was written. Names are compared without regard to ASCII case.
    public var name: String
    /// The value, without the optional whitespace around it.
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether this line's name is `name`, ASCII case apart (RFC 9110 section 5.1).
    public func isNamed(_ name: String) -> Bool { ASCII.equalIgnoringCase(self.name, name) }
}
