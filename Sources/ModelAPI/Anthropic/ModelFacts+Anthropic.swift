internal import DataFiles

extension ModelFacts {
    /// The model as Anthropic's `GET /v1/models/{id}` gives it: the type `ModelInfo` of the package anthropic 2.12.
    public var anthropicJSON: JSONValue {
        func time(_ day: CivilDate?) -> JSONValue {
            day.map { .string(Timestamp.rfc3339($0.secondsSince1970)) } ?? .null
        }
        return [
            "type": "model", "id": .string(id), "display_name": .string(name ?? id),
            "created_at": .string(Timestamp.rfc3339(created)), "lifecycle": .string(lifecycle),
            "deprecated_at": time(life.deprecated), "retires_at": time(life.retires),
            "line": line.map { .string($0) } ?? .null, "max_input_tokens": .integer(context),
            "max_tokens": .integer(output), "capabilities": ModelAbilities(self).json,
        ]
    }

    /// `active` until its end is announced, then `deprecated`. Models that are `retired` are not served.
    public var lifecycle: String { life.deprecated == nil ? "active" : "deprecated" }
}
