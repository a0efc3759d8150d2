/// An event of a streamed message. Its name on the wire equals its data's `type`.
///
/// In order: `message_start`, `content_block_start`, `ping`, `content_block_delta` …, `content_block_stop`, `message_delta`,
/// `message_stop`. There is no `[DONE]`.
public enum MessageStreamEvent: Hashable, Sendable {
    /// The message without content; its usage has the input tokens.
    case messageStart(Message)
    case contentBlockStart(index: Int)
    case ping
    case textDelta(index: Int, text: String)
    case contentBlockStop(index: Int)
    /// How it ended, and the output tokens so far (a total, no difference).
    case messageDelta(stopReason: String?, stopSequence: String?, outputTokens: Int)
    case messageStop
    case error(APIError)

    /// The event's name.
    public var name: String {
        switch self {
        case .messageStart: "message_start"
        case .contentBlockStart: "content_block_start"
        case .ping: "ping"
        case .textDelta: "content_block_delta"
        case .contentBlockStop: "content_block_stop"
        case .messageDelta: "message_delta"
        case .messageStop: "message_stop"
        case .error: "error"
        }
    }

    /// The event's data.
    public var json: JSONValue {
        switch self {
        case .messageStart(let message): ["type": .string(name), "message": message.json]
        case .contentBlockStart(let index):
            ["type": .string(name), "index": .integer(index), "content_block": ["type": "text", "text": ""]]
        case .ping, .messageStop: ["type": .string(name)]
        case .textDelta(let index, let text):
            ["type": .string(name), "index": .integer(index), "delta": ["type": "text_delta", "text": .string(text)]]
        case .contentBlockStop(let index): ["type": .string(name), "index": .integer(index)]
        case .messageDelta(let stopReason, let stopSequence, let outputTokens):
            [
                "type": .string(name),
                "delta": [
                    "stop_reason": stopReason.map { .string($0) } ?? .null,
                    "stop_sequence": stopSequence.map { .string($0) } ?? .null,
                ],
                "usage": ["output_tokens": .integer(outputTokens)],
            ]
        case .error(let error): error.json
        }
    }

    /// `nil` if `json` is none of these events, or is about something other than text.
    public init?(_ json: JSONValue) {
        let index = json["index"]?.int ?? 0
        switch json["type"]?.string {
        case "message_start":
            guard let message = json["message"].flatMap({ Message($0) }) else { return nil }
            self = .messageStart(message)
        case "content_block_start": self = .contentBlockStart(index: index)
        case "ping": self = .ping
        case "content_block_delta":
            guard json[path: "delta.type"] == "text_delta", let text = json[path: "delta.text"]?.string else {
                return nil
            }
            self = .textDelta(index: index, text: text)
        case "content_block_stop": self = .contentBlockStop(index: index)
        case "message_delta":
            self = .messageDelta(
                stopReason: json[path: "delta.stop_reason"]?.string,
                stopSequence: json[path: "delta.stop_sequence"]?.string,
                outputTokens: json[path: "usage.output_tokens"]?.int ?? 0)
        case "message_stop": self = .messageStop
        case "error":
            guard let error = APIError(json, from: .anthropic, status: 200) else { return nil }
            self = .error(error)
        default: return nil
        }
    }
}
