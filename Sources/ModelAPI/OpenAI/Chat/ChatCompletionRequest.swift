/// A chat completion request as a server reads it: checked field by field, by the facts of a date.
public struct ChatCompletionRequest: Hashable, Sendable {
    public var model: String
    public var messages: [ChatMessage]
    public var temperature: Double?
    public var topP: Double?
    public var presencePenalty: Double
    public var frequencyPenalty: Double
    /// By token of the local model's vocabulary.
    public var logitBias: [Int: Double]
    /// `max_completion_tokens`, or the older `max_tokens`.
    public var maxTokens: Int?
    /// Which of the two names was used.
    public var maxTokensName: String
    public var stop: [String]
    /// How many choices to answer.
    public var n: Int
    public var seed: Int?
    /// How many probable tokens are listed at each place; `nil` without `logprobs`.
    public var logprobs: Int?
    /// The tools that may be called: of `allowed_tools` those alone.
    public var tools: [ChatTool]
    public var toolChoice: ChatToolChoice
    /// Whether the tools came as `functions`, whose one call is answered as `function_call`.
    public var usesFunctions: Bool
    /// Whether one answer may call several tools.
    public var parallelToolCalls: Bool
    public var responseFormat: ChatResponseFormat
    public var serviceTier: String?
    public var metadata: JSONObject
    public var stream: Bool
    /// `stream_options.include_usage`
    public var includesUsage: Bool
    /// `stream_options.include_obfuscation`, where it is asked for.
    public var includesObfuscation: Bool

    /// Throws the error that the API answers.
    public init(_ json: JSONValue, facts: ProviderFacts) throws(APIError) {
        let fields = try OpenAIFields(body: json, facts: facts)
        model = try fields.model()
        try fields.refuseUnknown(but: Self.known)
        if let named = facts.model(model) { try facts.checkParameters(fields.object, of: named) }
        messages = try ChatMessage.list(fields)
        temperature = try fields.decimal("temperature")
        topP = try fields.decimal("top_p")
        presencePenalty = try fields.decimal("presence_penalty") ?? 0
        frequencyPenalty = try fields.decimal("frequency_penalty") ?? 0
        logitBias = try fields.biases()
        (maxTokens, maxTokensName) = try Self.maxTokens(fields)
        stop = try fields.stopSequences()
        n = try fields.integer("n") ?? 1
        seed = try fields.integer("seed")
        logprobs = try Self.logprobs(fields)
        let functions = try ChatTool.functions(fields)
        usesFunctions = !functions.isEmpty
        if usesFunctions {
            tools = functions
            toolChoice = try ChatToolChoice.readFunctionCall(fields, functions: functions)
            guard fields.value("tools") == nil else {
                throw .openai(400, "'functions' and 'tools' cannot both be specified: use 'tools'.", param: "functions")
            }
        } else {
            _ = try ChatToolChoice.readFunctionCall(fields, functions: [])
            (toolChoice, tools) = try ChatToolChoice.read(fields, tools: try ChatTool.list(fields))
        }
        parallelToolCalls = try Self.parallelToolCalls(fields, hasTools: !tools.isEmpty && !usesFunctions)
        responseFormat = try ChatResponseFormat.read(fields)
        serviceTier = try fields.choice(
            "service_tier", of: ["auto", "default", "flex", "scale", "priority", "fast"])
        metadata = try fields.metadata()
        stream = try fields.bool("stream") ?? false
        includesUsage = try fields.includesUsage(stream: stream)
        includesObfuscation = try Self.includesObfuscation(fields)
        try Self.checkOthers(fields)
        try checkWordJSON()
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

    private static let known: Set<String> = [
        "model", "messages", "temperature", "top_p", "max_tokens", "max_completion_tokens", "stop", "n", "seed",
        "stream",
        "stream_options", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "tools",
        "tool_choice", "parallel_tool_calls", "functions", "function_call", "response_format", "user", "metadata",
        "store",
        "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "verbosity", "reasoning_effort", "prediction", "modalities", "audio", "web_search_options", "moderation",
    ]

    private static func maxTokens(_ fields: OpenAIFields) throws(APIError) -> (Int?, String) {
        let older = try fields.integer("max_tokens")
        let newer = try fields.integer("max_completion_tokens")
        guard older == nil || newer == nil else {
            throw .openai(
                400, "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                param: "max_tokens")
        }
        return (newer ?? older, newer == nil ? "max_tokens" : "max_completion_tokens")
    }

    private static func logprobs(_ fields: OpenAIFields) throws(APIError) -> Int? {
        let isWanted = try fields.bool("logprobs") ?? false
        let top = try fields.integer("top_logprobs")
        guard top == nil || isWanted else {
            throw .openai(
                400, "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", param: "top_logprobs")
        }
        return isWanted ? top ?? 0 : nil
    }

    private static func parallelToolCalls(_ fields: OpenAIFields, hasTools: Bool) throws(APIError) -> Bool {
        guard let isParallel = try fields.bool("parallel_tool_calls") else { return true }
        guard hasTools else {
            throw .openai(
                400,
                "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.",
                param: "parallel_tool_calls")
        }
        return isParallel
    }

    private static func includesObfuscation(_ fields: OpenAIFields) throws(APIError) -> Bool {
        guard let options = fields.value("stream_options") else { return false }
        return try OpenAIValue(options, at: "stream_options").member("include_obfuscation")?.bool() ?? false
    }

    /// Fields that do not change what the local model writes, and fields for abilities that it does not have.
    private static func checkOthers(_ fields: OpenAIFields) throws(APIError) {
        for name in ["user", "safety_identifier", "prompt_cache_key"] { _ = try fields.string(name) }
        if let text = try fields.string("safety_identifier"), text.unicodeScalars.count > 128 {
            throw OpenAIFields.tooLong("safety_identifier", text, most: 128)
        }
        _ = try fields.bool("store")
        _ = try fields.choice("verbosity", of: ["low", "medium", "high"])
        _ = try fields.choice(
            "reasoning_effort", of: ["none", "minimal", "low", "medium", "high", "xhigh", "max"])
        _ = try fields.choice("prompt_cache_retention", of: ["in_memory", "24h"])
        _ = try fields.value("prompt_cache_options").map { OpenAIValue($0, at: "prompt_cache_options") }?.object()
        if let prediction = fields.value("prediction").map({ OpenAIValue($0, at: "prediction") }) {
            _ = try prediction.required("type").choice(["content"])
            let content = try prediction.required("content")
            if content.value.string == nil {
                for part in try content.elements("a string or an array of objects") {
                    _ = try part.required("type").choice(["text"])
                    _ = try part.required("text").string()
                }
            }
        }
        if let modalities = fields.value("modalities") {
            let list = OpenAIValue(modalities, at: "modalities")
            let elements = try list.elements("an array of strings")
            guard !elements.isEmpty else { throw OpenAIFields.emptyArray("modalities") }
            for element in elements where try element.choice(["text", "audio"]) == "audio" {
                throw unsupported("modalities", "audio")
            }
        }
        for name in ["audio", "web_search_options", "moderation"] where fields.value(name) != nil {
            throw .openai(
                400, "Unsupported parameter: '\(name)' is not supported with this model.", param: name,
                code: "unsupported_parameter")
        }
    }

    private static func unsupported(_ name: String, _ value: String) -> APIError {
        .openai(
            400, "Unsupported value: '\(name)' does not support '\(value)' with this model.", param: name,
            code: "unsupported_value")
    }

    private func checkWordJSON() throws(APIError) {
        guard responseFormat == .jsonObject else { return }
        guard messages.contains(where: { $0.text.lowercased().contains("json") }) else {
            throw .openai(
                400,
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
                param: "messages")
        }
    }
}
