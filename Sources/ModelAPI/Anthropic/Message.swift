/// The answer to a message request that was not streamed; also, without content, the beginning of a stream.
public struct Message: Hashable, Sendable {
    /// A block of the answer.
    public enum Block: Hashable, Sendable {
        case text(String)
        case toolUse(id: String, name: String, input: JSONValue)
    }

    /// `msg_…`
    public var id: String
    public var model: String
    public var content: [Block]
    /// `end_turn`, `max_tokens`, `stop_sequence`, `tool_use`, `model_context_window_exceeded`; `nil` at the beginning of a
    /// stream.
    public var stopReason: String?
    /// The stop sequence that came up.
    public var stopSequence: String?
    public var usage: MessageUsage
    /// What the request asked about the cache, as JSON; `null` if nothing was asked, or nothing went amiss.
    public var diagnostics: JSONValue

    public init(
        id: String, model: String, content: [Block], stopReason: String?, stopSequence: String?, usage: MessageUsage,
        diagnostics: JSONValue = .null
    ) {
        self.id = id
        self.model = model
        self.content = content
        self.stopReason = stopReason
        self.stopSequence = stopSequence
        self.usage = usage
        self.diagnostics = diagnostics
    }

    /// The whole text.
    public var text: String { content.map { if case .text(let text) = $0 { text } else { "" } }.joined() }

    public var json: JSONValue {
        [
            "id": .string(id), "type": "message", "role": "assistant", "model": .string(model),
            "content": .array(content.map(\.json)),
            "stop_reason": stopReason.map { .string($0) } ?? .null,
            "stop_sequence": stopSequence.map { .string($0) } ?? .null, "stop_details": .null,
            "container": .null, "diagnostics": diagnostics, "usage": usage.json,
        ]
    }

    /// `nil` if `json` is no message. Blocks other than text and uses of tools are left out.
    public init?(_ json: JSONValue) {
        guard json["type"] == "message", let content = json["content"]?.array, let id = json["id"]?.string else {
            return nil
        }
        self.id = id
        model = json["model"]?.string ?? ""
        self.content = content.compactMap { Block($0) }
        stopReason = json["stop_reason"]?.string
        stopSequence = json["stop_sequence"]?.string
        usage = json["usage"].flatMap { MessageUsage($0) } ?? MessageUsage(input: 0, output: 0)
        diagnostics = json["diagnostics"] ?? .null
    }
}

extension Message.Block {
    public var json: JSONValue {
        switch self {
        case .text(let text): ["type": "text", "text": .string(text), "citations": .null]
        case .toolUse(let id, let name, let input):
            [
                "type": "tool_use", "id": .string(id), "name": .string(name), "input": input,
                "caller": ["type": "direct"],
            ]
        }
    }

    /// `nil` if `json` is another kind of block.
    public init?(_ json: JSONValue) {
        switch json["type"]?.string {
        case "text":
            guard let text = json["text"]?.string else { return nil }
            self = .text(text)
        case "tool_use":
            guard let id = json["id"]?.string, let name = json["name"]?.string else { return nil }
            self = .toolUse(id: id, name: name, input: json["input"] ?? [:])
        default: return nil
        }
    }
}
