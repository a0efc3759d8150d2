/// A message request as a server reads it: checked field by field, by the version's rules and the facts of a date.
///
/// What the API knows but this type does not serve (containers, tools that run on the provider's servers …) is refused rather
/// than left out in silence. What only the named model can tell is checked by ``check(against:)``.
public struct MessageRequest: Hashable, Sendable {
    public var model: String
    /// 0 asks for no answer, only for the prompt to be cached; `nil` where tokens are only counted.
    public var maxTokens: Int?
    public var system: [InputBlock]
    /// Consecutive turns of one role are kept apart here; the model reads them one after the other.
    public var messages: [MessageTurn]
    public var tools: [ToolDefinition]
    public var toolChoice: ToolChoice
    /// `nil` if the request says nothing of it.
    public var thinking: ThinkingSetting?
    public var output: OutputSetting
    /// Caches the prompt up to its last block.
    public var cacheControl: CacheControl?
    public var temperature: Double?
    public var topP: Double?
    public var topK: Int?
    public var stopSequences: [String]
    public var stream: Bool
    /// Who asks, for the provider's eyes.
    public var userID: String?
    public var serviceTier: String?
    public var inferenceGeo: String?
    public var speed: String?
    /// Whether, and compared with which earlier message, the answer is to say why the cache was of no use.
    public var diagnostics: Diagnostics?

    /// What a request asks about the cache.
    public struct Diagnostics: Hashable, Sendable {
        public var previousMessageID: String?
    }

    /// What the request is for: an answer, or the number of its tokens.
    public enum Purpose: Sendable {
        case answer
        case count
    }

    /// Throws the error that the API answers.
    public init(
        _ json: JSONValue, version: AnthropicVersion, facts: ProviderFacts, for purpose: Purpose = .answer
    ) throws(APIError) {
        guard let object = json.object else { throw .anthropic(400, "Input should be a valid dictionary") }
        let fields = AnthropicFields(object: object, facts: facts)
        model = try fields.requiredString("model")
        if purpose == .answer { maxTokens = try fields.integer(try fields.required("max_tokens"), "max_tokens") }
        try Self.refuseThread(fields)
        let reader = InputBlockReader(facts: facts, version: version)
        messages = try Self.messages(fields, reader)
        system = try Self.system(fields, reader)
        try fields.refuseUnknown(Self.known(to: version, for: purpose))
        if let named = facts.model(model) { try facts.checkParameters(object, of: named) }
        temperature = try fields.decimal("temperature")
        topP = try fields.decimal("top_p")
        topK = try fields.integer("top_k")
        stopSequences = try Self.stopSequences(fields)
        stream = try fields.bool("stream") ?? false
        tools = try ToolDefinition.list(fields)
        toolChoice = try ToolChoice(fields, tools: tools)
        thinking = try ThinkingSetting(in: fields, maxTokens: maxTokens)
        output = try OutputSetting(in: fields)
        cacheControl = try CacheControl(in: fields)
        if let metadata = try fields.fields("metadata") {
            try metadata.refuseUnknown(["user_id"])
            userID = try metadata.string("user_id")
            if let userID, userID.count > 512 {
                throw metadata.invalid("user_id", "String should have at most 512 characters")
            }
        }
        serviceTier = try fields.choice("service_tier", of: ["auto", "standard_only"])
        inferenceGeo = try fields.choice("inference_geo", of: ["global", "us"])
        speed = try fields.choice("speed", of: ["standard", "fast"])
        if let value = try fields.fields("diagnostics") {
            try value.refuseUnknown(["previous_message_id"])
            diagnostics = Diagnostics(previousMessageID: try value.string("previous_message_id"))
        }
        if fields.value("container") != nil {
            throw AnthropicFields.invalid("container", "This lab runs no containers. Leave it out.")
        }
        try checkCacheMarks()
        try checkToolUses()
    }

    /// A conversation that the server would hold. The package's own helpers go on without, once they are told.
    private static func refuseThread(_ fields: AnthropicFields) throws(APIError) {
        guard fields.value("thread") != nil else { return }
        var error = APIError.anthropic(
            400, "thread: This lab holds no conversations. Send the whole conversation without `thread`.")
        error.details = ["error_code": "thread_unsupported_request"]
        throw error
    }

    // MARK: Fields

    private static func known(to version: AnthropicVersion, for purpose: Purpose) -> Set<String> {
        var known: Set<String> = [
            "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control",
            "speed",
            "user_profile_id", "workspace_id", "temperature", "top_p", "top_k",
        ]
        if purpose == .answer {
            known.formUnion([
                "max_tokens", "stop_sequences", "stream", "metadata", "service_tier", "inference_geo", "container",
                "diagnostics", "thread",
            ])
        }
        return known.subtracting(version.removedFields)
    }

    private static func system(_ fields: AnthropicFields, _ reader: InputBlockReader) throws(APIError) -> [InputBlock] {
        guard let value = fields.value("system") else { return [] }
        guard value.string != nil || value.array != nil else {
            throw AnthropicFields.invalid("system", "Input should be a valid string or a list of text blocks")
        }
        return try reader.content(value, "system", in: .system)
    }

    private static func stopSequences(_ fields: AnthropicFields) throws(APIError) -> [String] {
        guard let list = try fields.list("stop_sequences") else { return [] }
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

    /// Whether the answer goes on with what the conversation's last turn says.
    public var isPrefilled: Bool { messages.last?.role == .assistant }
}
