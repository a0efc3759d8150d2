/// The answer to a chat completion that was not streamed.
public struct ChatCompletion: Hashable, Sendable {
    public struct Choice: Hashable, Sendable {
        public var index: Int
        public var text: String
        /// `stop` or `length`.
        public var finishReason: String

        public init(index: Int, text: String, finishReason: String) {
            self.index = index
            self.text = text
            self.finishReason = finishReason
        }
    }

    /// `chatcmpl-…`
    public var id: String
    /// Seconds since 1970.
    public var created: Int
    public var model: String
    public var choices: [Choice]
    public var usage: TokenUsage?
    /// Equal fingerprints mean the same model: with the same seed, the same answer.
    public var systemFingerprint: String?

    public init(
        id: String, created: Int, model: String, choices: [Choice], usage: TokenUsage?, systemFingerprint: String?
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.choices = choices
        self.usage = usage
        self.systemFingerprint = systemFingerprint
    }

    public var json: JSONValue {
        var body: JSONObject = [
            "id": .string(id), "object": "chat.completion", "created": .integer(created), "model": .string(model),
            "choices": .array(
                choices.map { choice in
                    [
                        "index": .integer(choice.index),
                        "message": ["role": "assistant", "content": .string(choice.text)],
                        "logprobs": .null, "finish_reason": .string(choice.finishReason),
                    ]
                }),
        ]
        body["usage"] = usage?.openaiJSON
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
            Choice(
                index: choice["index"]?.int ?? index, text: choice[path: "message.content"]?.string ?? "",
                finishReason: choice["finish_reason"]?.string ?? "")
        }
        usage = json["usage"].flatMap { TokenUsage(openai: $0) }
        systemFingerprint = json["system_fingerprint"]?.string
    }
}

extension TokenUsage {
    public var openaiJSON: JSONValue {
        ["prompt_tokens": .integer(input), "completion_tokens": .integer(output), "total_tokens": .integer(total)]
    }

    /// `nil` if `json` is no usage as OpenAI writes it.
    public init?(openai json: JSONValue) {
        guard let input = json["prompt_tokens"]?.int, let output = json["completion_tokens"]?.int else { return nil }
        self.init(input: input, output: output)
    }
}
