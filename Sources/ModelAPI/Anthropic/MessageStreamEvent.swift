/// An event of a streamed message. Its name on the wire equals its data's `type`.
///
/// In order: `message_start`, `content_block_start`, `ping`, `content_block_delta` …, `content_block_stop`, `message_delta`,
/// `message_stop`. There is no `[DONE]`.
public enum MessageStreamEvent: Hashable, Sendable {
    /// The message without content; its usage has the input tokens.
    case messageStart(Message)
    /// A block begins: empty text, or a use of a tool with an empty input.
    case contentBlockStart(index: Int, block: Message.Block)
    case ping
    case textDelta(index: Int, text: String)
    /// A piece of the JSON text of a tool's input.
    case inputJSONDelta(index: Int, partialJSON: String)
    case contentBlockStop(index: Int)
    /// How it ended, and the tokens so far (totals, no differences).
    case messageDelta(stopReason: String?, stopSequence: String?, usage: MessageUsage)
    case messageStop
    case error(APIError)

    /// The event's name.
    public var name: String {
        switch self {
        case .messageStart: "message_start"
        case .contentBlockStart: "content_block_start"
        case .ping: "ping"
        case .textDelta, .inputJSONDelta: "content_block_delta"
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
        case .contentBlockStart(let index, let block):
            ["type": .string(name), "index": .integer(index), "content_block": block.json]
        case .ping, .messageStop: ["type": .string(name)]
        case .textDelta(let index, let text):
            ["type": .string(name), "index": .integer(index), "delta": ["type": "text_delta", "text": .string(text)]]
        case .inputJSONDelta(let index, let partialJSON):
            [
                "type": .string(name), "index": .integer(index),
                "delta": ["type": "input_json_delta", "partial_json": .string(partialJSON)],
            ]
        case .contentBlockStop(let index): ["type": .string(name), "index": .integer(index)]
        case .messageDelta(let stopReason, let stopSequence, let usage):
            [
                "type": .string(name),
                "delta": [
                    "stop_reason": stopReason.map { .string($0) } ?? .null,
                    "stop_sequence": stopSequence.map { .string($0) } ?? .null, "stop_details": .null,
                    "container": .null,
                ],
                "usage": usage.deltaJSON,
            ]
        case .error(let error): error.json
        }
    }

    /// `nil` if `json` is none of these events, or is about a block of another kind.
    public init?(_ json: JSONValue) {
        let index = json["index"]?.int ?? 0
        switch json["type"]?.string {
        case "message_start":
            guard let message = json["message"].flatMap({ Message($0) }) else { return nil }
            self = .messageStart(message)
        case "content_block_start":
            guard let block = json["content_block"].flatMap({ Message.Block($0) }) else { return nil }
            self = .contentBlockStart(index: index, block: block)
        case "ping": self = .ping
        case "content_block_delta":
            if let text = json[path: "delta.text"]?.string, json[path: "delta.type"] == "text_delta" {
                self = .textDelta(index: index, text: text)
            } else if let part = json[path: "delta.partial_json"]?.string {
                self = .inputJSONDelta(index: index, partialJSON: part)
            } else {
                return nil
            }
        case "content_block_stop": self = .contentBlockStop(index: index)
        case "message_delta":
            self = .messageDelta(
                stopReason: json[path: "delta.stop_reason"]?.string,
                stopSequence: json[path: "delta.stop_sequence"]?.string,
                usage: json["usage"].flatMap { MessageUsage($0) } ?? MessageUsage(input: 0, output: 0))
        case "message_stop": self = .messageStop
        case "error":
            guard let error = APIError(json, from: .anthropic, status: 200) else { return nil }
            self = .error(error)
        default: return nil
        }
    }
}
