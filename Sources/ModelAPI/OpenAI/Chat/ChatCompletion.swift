/// The answer to a chat completion that was not streamed.
public struct ChatCompletion: Hashable, Sendable {
    public struct Choice: Hashable, Sendable {
        public var index: Int
        /// `nil` if the answer is calls alone.
        public var content: String?
        public var toolCalls: [ChatToolCall]
        /// The older form of a call.
        public var functionCall: ChatToolCall?
        /// Of the content's tokens, if asked for.
        public var logprobs: [ChatTokenLogprob]?
        /// `stop`, `length`, `tool_calls`, `content_filter` or `function_call`.
        public var finishReason: String

        public init(
            index: Int, content: String?, toolCalls: [ChatToolCall] = [], functionCall: ChatToolCall? = nil,
            logprobs: [ChatTokenLogprob]? = nil, finishReason: String
        ) {
            self.index = index
            self.content = content
            self.toolCalls = toolCalls
            self.functionCall = functionCall
            self.logprobs = logprobs
            self.finishReason = finishReason
        }

        /// The content, or nothing.
        public var text: String { content ?? "" }

        var json: JSONValue {
            var message: JSONObject = ["role": "assistant", "content": content.map { .string($0) } ?? .null]
            if !toolCalls.isEmpty { message["tool_calls"] = .array(toolCalls.map(\.json)) }
            message["function_call"] = functionCall?.functionJSON
            message["refusal"] = .null
            message["annotations"] = []
            return [
                "index": .integer(index), "message": .object(message), "logprobs": ChatTokenLogprob.json(logprobs),
                "finish_reason": .string(finishReason),
            ]
        }
    }

    /// `chatcmpl-…`
    public var id: String
    /// Seconds since 1970.
    public var created: Int
    public var model: String
    public var choices: [Choice]
    public var usage: TokenUsage?
    /// How the request was processed: `default` …
    public var serviceTier: String?
    /// Equal fingerprints mean the same model: with the same seed, the same answer.
    public var systemFingerprint: String?

    public init(
        id: String, created: Int, model: String, choices: [Choice], usage: TokenUsage?, serviceTier: String? = nil,
        systemFingerprint: String?
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.choices = choices
        self.usage = usage
        self.serviceTier = serviceTier
        self.systemFingerprint = systemFingerprint
    }

    public var json: JSONValue {
        var body: JSONObject = [
            "id": .string(id), "object": "chat.completion", "created": .integer(created), "model": .string(model),
            "choices": .array(choices.map(\.json)),
        ]
        body["usage"] = usage?.chatJSON
        body["service_tier"] = serviceTier.map { .string($0) }
        body["system_fingerprint"] = systemFingerprint.map { .string($0) }
        return .object(body)
    }

    /// `nil` if `json` is no chat completion.
    public init?(_ json: JSONValue) {
        guard json["object"] == "chat.completion", let id = json["id"]?.string, let choices = json["choices"]?.array
        else { return nil }
        self.id = id
        created = json["created"]?.int ?? 0
        model = json["model"]?.string ?? ""
        self.choices = choices.enumerated().map { index, choice in
            let message = choice["message"]
            return Choice(
                index: choice["index"]?.int ?? index, content: message?["content"]?.string,
                toolCalls: (message?["tool_calls"]?.array ?? []).compactMap { ChatToolCall($0) },
                functionCall: message?["function_call"].flatMap { ChatToolCall(function: $0) },
                logprobs: ChatTokenLogprob.list(choice["logprobs"]),
                finishReason: choice["finish_reason"]?.string ?? "")
        }
        usage = json["usage"].flatMap { TokenUsage(openai: $0) }
        serviceTier = json["service_tier"]?.string
        systemFingerprint = json["system_fingerprint"]?.string
    }
}

extension ChatToolCall {
    /// The older form; `nil` if `json` is none.
    init?(function json: JSONValue) {
        guard let name = json["name"]?.string else { return nil }
        self.init(id: "", name: name, arguments: json["arguments"]?.string ?? "")
    }
}

extension TokenUsage {
    public var openaiJSON: JSONValue {
        ["prompt_tokens": .integer(input), "completion_tokens": .integer(output), "total_tokens": .integer(total)]
    }

    /// The same with the details that chat completions tell. Nothing here is cached, heard, or thought in silence.
    public var chatJSON: JSONValue {
        var members = openaiJSON.object ?? [:]
        members["prompt_tokens_details"] = ["cached_tokens": 0, "audio_tokens": 0]
        members["completion_tokens_details"] = [
            "reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0,
        ]
        return .object(members)
    }

    /// `nil` if `json` is no usage as OpenAI writes it.
    public init?(openai json: JSONValue) {
        guard let input = json["prompt_tokens"]?.int, let output = json["completion_tokens"]?.int else { return nil }
        self.init(input: input, output: output)
    }
}
