/// What the text of an answer has to be: `response_format`.
public enum ChatResponseFormat: Hashable, Sendable {
    case text
    /// Any JSON object.
    case jsonObject
    case jsonSchema(name: String, schema: JSONValue, isStrict: Bool)

    static func read(_ fields: OpenAIFields) throws(APIError) -> ChatResponseFormat {
        guard let value = fields.value("response_format") else { return .text }
        let format = OpenAIValue(value, at: "response_format")
        switch try format.required("type").choice(["text", "json_object", "json_schema"]) {
        case "text": return .text
        case "json_object": return .jsonObject
        default: break
        }
        let inner = try format.required("json_schema")
        let name = try inner.required("name").name()
        _ = try inner.member("description")?.string()
        let isStrict = try inner.member("strict")?.bool() ?? false
        guard let schema = try inner.member("schema") else {
            if isStrict { throw OpenAIFields.missing("response_format.json_schema.schema") }
            return .jsonSchema(name: name, schema: ["type": "object"], isStrict: false)
        }
        try StructuredSchema(schema.value, owner: .responseFormat(name)).check(isStrict: isStrict)
        return .jsonSchema(name: name, schema: schema.value, isStrict: isStrict)
    }
}
