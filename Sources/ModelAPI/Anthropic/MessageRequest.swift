/// A message request as a server reads it: checked field by field, by the version's rules and the facts of a date.
///
/// What the API knows but this type does not serve (tools, thinking, images …) is refused rather than left out in silence.
public struct MessageRequest: Hashable, Sendable {
    public var model: String
    public var maxTokens: Int
    /// The system text; `nil` if there is none.
    public var system: String?
    /// Consecutive turns of one role are kept apart here; the model reads them one after the other.
    public var messages: [InputMessage]
    public var temperature: Double?
    public var topP: Double?
    public var topK: Int?
    public var stopSequences: [String]
    public var stream: Bool

    /// Throws the error that the API answers.
    public init(_ json: JSONValue, version: AnthropicVersion, facts: ProviderFacts) throws(APIError) {
        guard let object = json.object else { throw .anthropic(400, "Input should be a valid dictionary") }
        let fields = AnthropicFields(object: object, facts: facts)
        guard let model = try fields.required("model").string else {
            throw AnthropicFields.invalid("model", "Input should be a valid string")
        }
        self.model = model
        maxTokens = try fields.integer(try fields.required("max_tokens"), "max_tokens")
        messages = try Self.messages(fields, version: version)
        system = try Self.system(fields)
        try Self.refuseUnknown(object, version: version)
        temperature = try fields.decimal("temperature")
        topP = try fields.decimal("top_p")
        topK = try fields.integer("top_k")
        stopSequences = try Self.stopSequences(fields)
        stream = try fields.bool("stream") ?? false
        try Self.refuseUnserved(fields)
    }

    /// Checks what only the model's facts can tell.
    public func check(against model: ModelFacts) throws(APIError) {
        guard maxTokens > model.output else { return }
        throw .anthropic(
            400,
            "max_tokens: \(maxTokens) > \(model.output), which is the maximum allowed number of output tokens for \(model.id)"
        )
    }

    // MARK: Fields

    private static func system(_ fields: AnthropicFields) throws(APIError) -> String? {
        guard let value = fields.value("system") else { return nil }
        if let text = value.string { return text.isEmpty ? nil : text }
        guard let blocks = value.array else {
            throw AnthropicFields.invalid("system", "Input should be a valid string or a list of text blocks")
        }
        return try Self.text(of: blocks, "system", refusesCitations: false)
    }

    private static func stopSequences(_ fields: AnthropicFields) throws(APIError) -> [String] {
        guard let value = fields.value("stop_sequences") else { return [] }
        guard let list = value.array else {
            throw AnthropicFields.invalid("stop_sequences", "Input should be a valid list")
        }
        if let maximum = fields.facts.stopSequences, list.count > maximum {
            throw AnthropicFields.invalid(
                "stop_sequences", "List should have at most \(maximum) items after validation, not \(list.count)")
        }
        var stops: [String] = []
        for (index, element) in list.enumerated() {
            guard let text = element.string else {
                throw AnthropicFields.invalid("stop_sequences.\(index)", "Input should be a valid string")
            }
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw AnthropicFields.invalid("stop_sequences", "each stop sequence must contain non-whitespace")
            }
            stops.append(text)
        }
        return stops
    }

    private static let served: Set<String> = [
        "model", "max_tokens", "system", "messages", "temperature", "top_p", "top_k", "stop_sequences", "stream",
    ]

    /// Fields that do not change an answer's text.
    private static let harmless: Set<String> = [
        "metadata", "service_tier", "cache_control", "inference_geo", "speed", "user_profile_id", "workspace_id",
        "diagnostics", "tool_choice",
    ]

    private static let unserved: Set<String> = ["tools", "thinking", "output_config", "container"]

    private static func refuseUnknown(_ object: JSONObject, version: AnthropicVersion) throws(APIError) {
        let known = served.union(harmless).union(unserved).subtracting(version.removedFields)
        for name in object.keys where !known.contains(name) {
            throw AnthropicFields.invalid(name, "Extra inputs are not permitted")
        }
    }

    private static func refuseUnserved(_ fields: AnthropicFields) throws(APIError) {
        for name in fields.object.keys where unserved.contains(name) {
            guard let value = fields.value(name), value.array?.isEmpty != true, value.object?.isEmpty != true else {
                continue
            }
            if name == "thinking", value["type"] == "disabled" { continue }
            throw AnthropicFields.invalid(name, "This lab does not serve it yet. Leave it out.")
        }
    }
}
