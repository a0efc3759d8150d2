/// Which part of a list a client asks for: `limit`, and `after_id` or `before_id`.
public struct AnthropicPage: Hashable, Sendable {
    public var limit: Int
    public var after: String?
    public var before: String?

    /// Reads a query. Throws the error that the API answers.
    public init(limit: String?, after: String?, before: String?) throws(APIError) {
        self.limit = 20
        if let limit {
            guard let number = Int(limit) else { throw Self.invalid("limit", "Input should be a valid integer") }
            guard number >= 1 else { throw Self.invalid("limit", "Input should be greater than or equal to 1") }
            guard number <= 1000 else { throw Self.invalid("limit", "Input should be less than or equal to 1000") }
            self.limit = number
        }
        guard after == nil || before == nil else {
            throw .anthropic(400, "Only one of `before_id` and `after_id` may be specified.")
        }
        self.after = after
        self.before = before
    }

    private static func invalid(_ name: String, _ message: String) -> APIError {
        .anthropic(400, "\(name): \(message)")
    }

    /// The page of a list, with whether there is more in the direction of reading.
    ///
    /// Throws the error for an id that the list does not hold.
    public func json<Element>(
        of elements: [Element], id: (Element) -> String, json: (Element) -> JSONValue
    ) throws(APIError) -> JSONValue {
        func index(of wanted: String, _ name: String) throws(APIError) -> Int {
            guard let index = elements.firstIndex(where: { id($0) == wanted }) else {
                throw Self.invalid(name, "Invalid cursor: \(wanted)")
            }
            return index
        }
        var range = elements.indices
        if let after { range = try index(of: after, "after_id") + 1..<elements.endIndex }
        if let before { range = 0..<(try index(of: before, "before_id")) }
        let page = before == nil ? elements[range].prefix(limit) : elements[range].suffix(limit)
        return [
            "data": .array(page.map(json)), "has_more": .bool(page.count < range.count),
            "first_id": page.first.map { .string(id($0)) } ?? .null,
            "last_id": page.last.map { .string(id($0)) } ?? .null,
        ]
    }
}
