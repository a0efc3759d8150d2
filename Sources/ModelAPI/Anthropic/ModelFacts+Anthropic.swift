extension ModelFacts {
    /// The model as Anthropic's `GET /v1/models/{id}` gives it: the type `ModelInfo` of the package anthropic 2.12.
    public var anthropicJSON: JSONValue {
        let line = ["opus", "sonnet", "haiku", "fable"].first { id.contains($0) }
        return [
            "type": "model", "id": .string(id), "display_name": .string(name ?? id),
            "created_at": .string(Timestamp.rfc3339(created)), "lifecycle": .string(lifecycle), "deprecated_at": .null,
            "retires_at": .null, "line": line.map { .string($0) } ?? .null, "max_input_tokens": .integer(context),
            "max_tokens": .integer(output), "capabilities": ModelAbilities(self).json,
        ]
    }

    /// `active`, `deprecated` or `retired`.
    public var lifecycle: String { "active" }
}
