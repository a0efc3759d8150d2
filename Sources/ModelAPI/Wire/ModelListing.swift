extension ModelFacts {
    /// The model as OpenAI's `GET /v1/models/{id}` gives it.
    public var openaiJSON: JSONValue {
        [
            "id": .string(id), "object": "model", "created": .integer(created),
            "owned_by": .string(owner ?? "system"),
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
        let (days, rest) = (seconds / 86400, seconds % 86400)
        // Howard Hinnant's days → civil date, for dates after 1970: eras of 400 years begin on 1 March.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let two = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
