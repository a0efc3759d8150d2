/// A chat completion request as a server reads it: checked field by field, by the facts of a date.
///
/// What the API knows but this type does not serve (tools, log probabilities, penalties …) is refused where it would change
/// the answer, rather than left out in silence.
public struct ChatCompletionRequest: Hashable, Sendable {
    public var model: String
    public var messages: [InputMessage]
    public var temperature: Double?
    public var topP: Double?
    /// `max_completion_tokens`, or the older `max_tokens`.
    public var maxTokens: Int?
    /// Which of the two names was used.
    public var maxTokensName: String
    public var stop: [String]
    /// How many choices to answer.
    public var n: Int
    public var seed: Int?
    public var stream: Bool
    /// `stream_options.include_usage`
    public var includesUsage: Bool

    /// Throws the error that the API answers.
    public init(_ json: JSONValue, facts: ProviderFacts) throws(APIError) {
        guard let object = json.object else {
            throw .openai(400, "The body has to be a JSON object, but is \(OpenAIFields.found(json)).")
        }
        let fields = OpenAIFields(object: object, facts: facts)
        guard let modelValue = fields.value("model") else { throw .openai(400, "you must provide a model parameter") }
        guard let model = modelValue.string else { throw OpenAIFields.wrongType("model", "a string", modelValue) }
        try Self.refuseUnknown(object)
        self.model = model
        if let named = facts.model(model) { try facts.checkParameters(object, of: named) }
        messages = try Self.messages(fields)
        temperature = try fields.decimal("temperature")
        topP = try fields.decimal("top_p")
        let older = try fields.integer("max_tokens")
        let newer = try fields.integer("max_completion_tokens")
        guard older == nil || newer == nil else {
            throw .openai(
                400, "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                param: "max_tokens")
        }
        maxTokens = newer ?? older
        maxTokensName = newer == nil ? "max_tokens" : "max_completion_tokens"
        stop = try Self.stop(fields)
        n = try fields.integer("n") ?? 1
        seed = try fields.integer("seed")
        stream = try fields.bool("stream") ?? false
        includesUsage = try Self.includesUsage(fields, stream: stream)
        try Self.refuseUnserved(fields)
    }

    /// Checks what only the model's facts can tell.
    public func check(against model: ModelFacts) throws(APIError) {
        guard let maxTokens, maxTokens > model.output else { return }
        throw .openai(
            400,
            "\(maxTokensName) is too large: \(maxTokens). This model supports at most \(model.output) completion tokens, "
                + "whereas you provided \(maxTokens).", param: maxTokensName, code: "invalid_value")
    }

    // MARK: Fields

    private static func stop(_ fields: OpenAIFields) throws(APIError) -> [String] {
        guard let value = fields.value("stop") else { return [] }
        let list = value.array ?? [value]
        let maximum = fields.facts.stopSequences ?? .max
        guard list.count <= maximum else {
            throw .openai(
                400,
                "Invalid 'stop': array too long. Expected an array with maximum length \(maximum), but got an array with "
                    + "length \(list.count) instead.", param: "stop", code: "array_above_max_length")
        }
        var stops: [String] = []
        for (index, element) in list.enumerated() {
            let name = value.array == nil ? "stop" : "stop[\(index)]"
            guard let text = element.string else {
                throw OpenAIFields.wrongType(
                    name, value.array == nil ? "a string or an array of strings" : "a string", element)
            }
            guard !text.isEmpty else {
                throw .openai(
                    400,
                    "Invalid '\(name)': empty string. Expected a string with minimum length 1, but got an empty string instead.",
                    param: name, code: "empty_string")
            }
            stops.append(text)
        }
        return stops
    }

    private static func includesUsage(_ fields: OpenAIFields, stream: Bool) throws(APIError) -> Bool {
        guard let options = fields.value("stream_options") else { return false }
        guard let object = options.object else { throw OpenAIFields.wrongType("stream_options", "an object", options) }
        guard stream else {
            throw .openai(
                400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", param: "stream_options"
            )
        }
        guard let value = object["include_usage"], !value.isNull else { return false }
        guard let bool = value.bool else {
            throw OpenAIFields.wrongType("stream_options.include_usage", "a boolean", value)
        }
        return bool
    }

    private static let served: Set<String> = [
        "model", "messages", "temperature", "top_p", "max_tokens", "max_completion_tokens", "stop", "n", "seed",
        "stream", "stream_options",
    ]

    /// Fields that do not change an answer's text.
    private static let harmless: Set<String> = [
        "user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_options",
        "prompt_cache_retention", "parallel_tool_calls", "tool_choice", "function_call", "verbosity",
        "reasoning_effort",
        "prediction",
    ]

    private static let unserved: Set<String> = [
        "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "tools", "functions",
        "response_format", "modalities", "audio", "web_search_options", "moderation",
    ]

    private static func refuseUnknown(_ object: JSONObject) throws(APIError) {
        for name in object.keys where !served.contains(name) && !harmless.contains(name) && !unserved.contains(name) {
            throw .openai(400, "Unknown parameter: '\(name)'.", param: name, code: "unknown_parameter")
        }
    }

    private static func refuseUnserved(_ fields: OpenAIFields) throws(APIError) {
        _ = try fields.decimal("presence_penalty")
        _ = try fields.decimal("frequency_penalty")
        for name in fields.object.keys where unserved.contains(name) {
            guard let value = fields.value(name) else { continue }
            let isNeutral =
                value.double == 0 || value == false || value.array?.isEmpty == true || value.object?.isEmpty == true
                || name == "response_format" && value["type"] == "text" || name == "modalities" && value == ["text"]
            guard isNeutral else {
                throw .openai(
                    400, "This lab does not serve '\(name)' yet. Leave it out.", param: name,
                    code: "unsupported_parameter")
            }
        }
    }
}
