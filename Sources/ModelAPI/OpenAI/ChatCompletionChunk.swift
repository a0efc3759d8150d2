/// One event of a streamed chat completion: an unnamed event whose data is this.
///
/// The first chunk of a choice gives the role, then come texts, then a chunk with the reason for the end. After the last one,
/// if asked for, a chunk without choices gives the usage; all others then have `usage: null`. The stream ends with ``done``.
public struct ChatCompletionChunk: Hashable, Sendable {
    /// The data of the event that ends a stream. It is no JSON.
    public static let done = "[DONE]"

    public struct Choice: Hashable, Sendable {
        public var index: Int
        public var role: String?
        public var text: String?
        public var finishReason: String?

        public init(index: Int, role: String? = nil, text: String? = nil, finishReason: String? = nil) {
            self.index = index
            self.role = role
            self.text = text
            self.finishReason = finishReason
        }
    }

    public enum Usage: Hashable, Sendable {
        /// The request did not ask for it.
        case absent
        /// `null`: it comes in a later chunk.
        case pending
        case tokens(TokenUsage)
    }

    /// One id throughout the stream.
    public var id: String
    public var created: Int
    public var model: String
    public var systemFingerprint: String?
    public var choices: [Choice]
    public var usage: Usage

    public init(
        id: String, created: Int, model: String, systemFingerprint: String?, choices: [Choice], usage: Usage = .absent
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.systemFingerprint = systemFingerprint
        self.choices = choices
        self.usage = usage
    }

    public var json: JSONValue {
        var body: JSONObject = [
            "id": .string(id), "object": "chat.completion.chunk", "created": .integer(created), "model": .string(model),
        ]
        body["system_fingerprint"] = systemFingerprint.map { .string($0) }
        body["choices"] = .array(choices.map(Self.json))
        switch usage {
        case .absent: break
        case .pending: body["usage"] = .null
        case .tokens(let usage): body["usage"] = usage.openaiJSON
        }
        return .object(body)
    }

    private static func json(_ choice: Choice) -> JSONValue {
        var delta = JSONObject()
        delta["role"] = choice.role.map { .string($0) }
        delta["content"] = choice.text.map { .string($0) }
        return [
            "index": .integer(choice.index), "delta": .object(delta), "logprobs": .null,
            "finish_reason": choice.finishReason.map { .string($0) } ?? .null,
        ]
    }

    /// `nil` if `json` is no chunk.
    public init?(_ json: JSONValue) {
        guard json["object"] == "chat.completion.chunk", let choices = json["choices"]?.array else { return nil }
        id = json["id"]?.string ?? ""
        created = json["created"]?.int ?? 0
        model = json["model"]?.string ?? ""
        systemFingerprint = json["system_fingerprint"]?.string
        self.choices = choices.enumerated().map { index, choice in
            Choice(
                index: choice["index"]?.int ?? index, role: choice[path: "delta.role"]?.string,
                text: choice[path: "delta.content"]?.string, finishReason: choice["finish_reason"]?.string)
        }
        switch json["usage"] {
        case nil: usage = .absent
        case let value?: usage = TokenUsage(openai: value).map { .tokens($0) } ?? .pending
        }
    }
}
