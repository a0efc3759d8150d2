/// One event of a streamed chat completion: an unnamed event whose data is this.
///
/// The first chunk of a choice gives the role, then come texts or calls, then a chunk with the reason for the end. After the
/// last one, if asked for, a chunk without choices gives the usage; all others then have `usage: null`. The stream ends with
/// ``done``.
public struct ChatCompletionChunk: Hashable, Sendable {
    /// The data of the event that ends a stream. It is no JSON.
    public static let done = "[DONE]"

    /// A piece of a call. The first of each has id and name, the others more of the arguments.
    public struct ToolCall: Hashable, Sendable {
        public var index: Int
        public var id: String?
        public var name: String?
        public var arguments: String
        public var isCustom: Bool

        public init(
            index: Int, id: String? = nil, name: String? = nil, arguments: String = "", isCustom: Bool = false
        ) {
            self.index = index
            self.id = id
            self.name = name
            self.arguments = arguments
            self.isCustom = isCustom
        }

        var json: JSONValue {
            var inner = JSONObject()
            inner["name"] = name.map { .string($0) }
            inner[isCustom ? "input" : "arguments"] = .string(arguments)
            var call: JSONObject = ["index": .integer(index)]
            call["id"] = id.map { .string($0) }
            let type = isCustom ? "custom" : "function"
            if id != nil { call["type"] = .string(type) }
            call[type] = .object(inner)
            return .object(call)
        }

        init?(_ json: JSONValue) {
            guard let index = json["index"]?.int else { return nil }
            let custom = json["custom"]
            let inner = custom ?? json["function"]
            self.init(
                index: index, id: json["id"]?.string, name: inner?["name"]?.string,
                arguments: inner?[custom == nil ? "arguments" : "input"]?.string ?? "", isCustom: custom != nil)
        }
    }

    public struct Choice: Hashable, Sendable {
        public var index: Int
        public var role: String?
        public var text: String?
        public var toolCalls: [ToolCall]
        /// Name and arguments, or more arguments, of the older form.
        public var functionCall: ToolCall?
        public var logprobs: [ChatTokenLogprob]?
        public var finishReason: String?

        public init(
            index: Int, role: String? = nil, text: String? = nil, toolCalls: [ToolCall] = [],
            functionCall: ToolCall? = nil, logprobs: [ChatTokenLogprob]? = nil, finishReason: String? = nil
        ) {
            self.index = index
            self.role = role
            self.text = text
            self.toolCalls = toolCalls
            self.functionCall = functionCall
            self.logprobs = logprobs
            self.finishReason = finishReason
        }

        var json: JSONValue {
            var delta = JSONObject()
            delta["role"] = role.map { .string($0) }
            // Where a choice begins with calls, it has no content.
            if role != nil || text != nil { delta["content"] = text.map { .string($0) } ?? .null }
            if !toolCalls.isEmpty { delta["tool_calls"] = .array(toolCalls.map(\.json)) }
            delta["function_call"] = functionCall?.json["function"]
            if role != nil { delta["refusal"] = .null }
            return [
                "index": .integer(index), "delta": .object(delta), "logprobs": ChatTokenLogprob.json(logprobs),
                "finish_reason": finishReason.map { .string($0) } ?? .null,
            ]
        }
    }

    /// One id throughout the stream.
    public var id: String
    public var created: Int
    public var model: String
    public var serviceTier: String?
    public var systemFingerprint: String?
    public var choices: [Choice]
    public var usage: StreamUsage
    /// Random characters that make all chunks about equally long.
    public var obfuscation: String?

    public init(
        id: String, created: Int, model: String, serviceTier: String? = nil, systemFingerprint: String?,
        choices: [Choice], usage: StreamUsage = .absent, obfuscation: String? = nil
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.serviceTier = serviceTier
        self.systemFingerprint = systemFingerprint
        self.choices = choices
        self.usage = usage
        self.obfuscation = obfuscation
    }

    public var json: JSONValue {
        var body: JSONObject = [
            "id": .string(id), "object": "chat.completion.chunk", "created": .integer(created), "model": .string(model),
        ]
        body["service_tier"] = serviceTier.map { .string($0) }
        body["system_fingerprint"] = systemFingerprint.map { .string($0) }
        body["choices"] = .array(choices.map(\.json))
        body["usage"] = usage.json(\.chatJSON)
        body["obfuscation"] = obfuscation.map { .string($0) }
        return .object(body)
    }

    /// `nil` if `json` is no chunk.
    public init?(_ json: JSONValue) {
        guard json["object"] == "chat.completion.chunk", let choices = json["choices"]?.array else { return nil }
        id = json["id"]?.string ?? ""
        created = json["created"]?.int ?? 0
        model = json["model"]?.string ?? ""
        serviceTier = json["service_tier"]?.string
        systemFingerprint = json["system_fingerprint"]?.string
        self.choices = choices.enumerated().map { index, choice in
            let delta = choice["delta"]
            return Choice(
                index: choice["index"]?.int ?? index, role: delta?["role"]?.string, text: delta?["content"]?.string,
                toolCalls: (delta?["tool_calls"]?.array ?? []).compactMap { ToolCall($0) },
                functionCall: delta?["function_call"].map {
                    ToolCall(index: 0, name: $0["name"]?.string, arguments: $0["arguments"]?.string ?? "")
                }, logprobs: ChatTokenLogprob.list(choice["logprobs"]), finishReason: choice["finish_reason"]?.string)
        }
        switch json["usage"] {
        case nil: usage = .absent
        case let value?: usage = TokenUsage(openai: value).map { .tokens($0) } ?? .pending
        }
        obfuscation = json["obfuscation"]?.string
    }
}
