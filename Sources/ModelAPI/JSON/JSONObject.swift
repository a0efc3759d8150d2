internal import OrderedCollections

/// The members of a JSON object, in the order in which they were written.
///
/// A key occurs once: setting it again keeps its place. Equality does not depend on the order (RFC 8259 section 1: an
/// object is an unordered collection).
public struct JSONObject: Sendable {
    private var members: OrderedDictionary<String, JSONValue> = [:]

    public init() {}

    /// Of members with the same key the last one counts.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self.members[key] = value }
    }

    public subscript(key: String) -> JSONValue? {
        get { members[key] }
        set { members[key] = newValue }
    }

    public var keys: [String] { Array(members.keys) }

    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? { members.removeValue(forKey: key) }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }
    public subscript(position: Int) -> (key: String, value: JSONValue) {
        let element = members.elements[position]
        return (element.key, element.value)
    }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right.members[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        // A sum does not depend on the order.
        var sum = 0
        for (key, value) in members {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
