/// The answer to a message request that was not streamed; also, without content, the beginning of a stream.
public struct Message: Hashable, Sendable {
    /// `msg_…`
    public var id: String
    public var model: String
    /// The text blocks, one after the other.
    public var texts: [String]
    /// `end_turn`, `max_tokens` or `stop_sequence`; `nil` at the beginning of a stream.
    public var stopReason: String?
    /// The stop sequence that came up.
    public var stopSequence: String?
    public var usage: TokenUsage

    public init(
        id: String, model: String, texts: [String], stopReason: String?, stopSequence: String?, usage: TokenUsage
    ) {
        self.id = id
        self.model = model
        self.texts = texts
        self.stopReason = stopReason
        self.stopSequence = stopSequence
        self.usage = usage
    }

    /// The whole text.
    public var text: String { texts.joined() }

    public var json: JSONValue {
        [
            "id": .string(id), "type": "message", "role": "assistant", "model": .string(model),
            "content": .array(texts.map { ["type": "text", "text": .string($0)] }),
            "stop_reason": stopReason.map { .string($0) } ?? .null,
            "stop_sequence": stopSequence.map { .string($0) } ?? .null, "usage": usage.anthropicJSON,
        ]
    }

    /// `nil` if `json` is no message.
    public init?(_ json: JSONValue) {
        guard json["type"] == "message", let content = json["content"]?.array, let id = json["id"]?.string else {
            return nil
        }
        self.id = id
        model = json["model"]?.string ?? ""
        texts = content.filter { $0["type"] == "text" }.compactMap { $0["text"]?.string }
        stopReason = json["stop_reason"]?.string
        stopSequence = json["stop_sequence"]?.string
        usage = json["usage"].flatMap { TokenUsage(anthropic: $0) } ?? TokenUsage(input: 0, output: 0)
    }
}

extension TokenUsage {
    public var anthropicJSON: JSONValue { ["input_tokens": .integer(input), "output_tokens": .integer(output)] }

    /// `nil` if `json` is no usage as Anthropic writes it. Tokens written to and read from a cache count as input.
    public init?(anthropic json: JSONValue) {
        guard let output = json["output_tokens"]?.int else { return nil }
        let parts = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
        self.init(input: parts.reduce(0) { $0 + (json[$1]?.int ?? 0) }, output: output)
    }
}
