internal import ModelAPI

/// A page of a list, as OpenAI's lists are paged: `limit`, `after`, `order`.
enum ListPage {
    /// - Parameter items: oldest first.
    static func json(
        _ items: [(id: String, json: JSONValue)], for request: LabRequest, limits: ClosedRange<Int> = 1...100,
        standard: Int = 20, hasFirstAndLast: Bool = true
    ) throws(APIError) -> JSONValue {
        var limit = standard
        if let text = request.query["limit"] {
            guard let number = Int(text) else {
                throw .openai(
                    400, "Invalid type for 'limit': expected an integer, but got \(JSONValue.string(text)) instead.",
                    param: "limit", code: "invalid_type")
            }
            try OpenAIFields.check(number, "limit", in: limits)
            limit = number
        }
        let order = request.query["order"] ?? "desc"
        guard order == "asc" || order == "desc" else {
            throw .openai(
                400, "Invalid value: \(JSONValue.string(order)). Supported values are: 'asc' and 'desc'.",
                param: "order", code: "invalid_value")
        }
        var rest = (order == "asc" ? items : items.reversed())[...]
        if let after = request.query["after"] {
            guard let index = rest.firstIndex(where: { $0.id == after }) else {
                throw .openai(
                    400, "Invalid 'after': there is no \(JSONValue.string(after)) in this list.", param: "after",
                    code: "invalid_value")
            }
            rest = rest[(index + 1)...]
        }
        let page = rest.prefix(limit)
        var json: JSONObject = ["object": "list", "data": .array(page.map(\.json))]
        if hasFirstAndLast {
            json["first_id"] = page.first.map { .string($0.id) } ?? .null
            json["last_id"] = page.last.map { .string($0.id) } ?? .null
        }
        json["has_more"] = .bool(page.count < rest.count)
        return .object(json)
    }
}
