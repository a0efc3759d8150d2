internal import ModelAPI

/// `/lab/as-of`: the day on which the lab lives, `{"as_of":"today","day":"2026-11-25"}`. `PUT` with an `as_of` moves it.
enum CalendarRoutes {
    static let all = [Endpoint("GET", "/lab/as-of", show), Endpoint("PUT", "/lab/as-of", set)]

    private static func show(_ request: LabRequest, _ lab: Lab) -> LabReply {
        .json(["as_of": .string("\(lab.calendar.asOf)"), "day": .string("\(lab.calendar.day)")])
    }

    private static func set(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let json = try request.json(depth: lab.limits.jsonDepth)
        guard let asOf = json["as_of"]?.string.flatMap({ AsOf($0) }) else {
            throw APIError.openai(
                400,
                "Expected {\"as_of\":\"2024-06-01\"}, with a day or today, and got \(json.serialized().prefix(100)).",
                param: "as_of")
        }
        lab.calendar.asOf = asOf
        return show(request, lab)
    }
}
