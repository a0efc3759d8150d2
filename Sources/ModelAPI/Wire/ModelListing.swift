internal import DataFiles

extension ModelFacts {
    /// The model as OpenAI's `GET /v1/models/{id}` gives it; `shutdown_date` is `null` until it is announced.
    public var openaiJSON: JSONValue {
        [
            "id": .string(id), "object": "model", "created": .integer(created),
            "owned_by": .string(owner ?? "system"), "shutdown_date": life.retires.map { .string("\($0)") } ?? .null,
        ]
    }
}

extension ProviderFacts {
    /// The models as OpenAI's `GET /v1/models` lists them.
    public var openaiListJSON: JSONValue { ["object": "list", "data": .array(models.map(\.openaiJSON))] }
}

enum Timestamp {
    /// `2024-02-29T00:00:00Z` for seconds since 1970, by the civil calendar.
    static func rfc3339(_ seconds: Int) -> String {
        let day = CivilDate(secondsSince1970: seconds)
        let rest = seconds - day.secondsSince1970
        let two = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
