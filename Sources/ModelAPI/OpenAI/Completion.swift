/// An answer of the older kind, or a part of one: streamed or not, it has the same shape.
public struct Completion: Hashable, Sendable {
    public struct Choice: Hashable, Sendable {
        public var index: Int
        public var text: String
        public var logprobs: Logprobs?
        /// `stop` or `length`; `nil` while the text goes on.
        public var finishReason: String?

        public init(index: Int, text: String, logprobs: Logprobs? = nil, finishReason: String? = nil) {
            self.index = index
            self.text = text
            self.logprobs = logprobs
            self.finishReason = finishReason
        }
    }

    /// The tokens of a text, in four lists of one length.
    public struct Logprobs: Hashable, Sendable {
        /// A token, as it is listed among the probable ones.
        public struct Candidate: Hashable, Sendable {
            public var token: String
            public var logprob: Double

            public init(token: String, logprob: Double) {
                self.token = token
                self.logprob = logprob
            }
        }

        public var tokens: [String] = []
        /// `nil` for a prompt's first token, which nothing comes before.
        public var tokenLogprobs: [Double?] = []
        public var topLogprobs: [[Candidate]?] = []
        /// Where each token begins, in characters from the begin of the prompt.
        public var textOffsets: [Int] = []
        /// Whether probable tokens were asked for.
        public var listsTop: Bool

        public init(listsTop: Bool) { self.listsTop = listsTop }

        public var json: JSONValue {
            let top: [JSONValue] = topLogprobs.map { list in
                list.map { .object(JSONObject($0.map { ($0.token, .number($0.logprob)) })) } ?? .null
            }
            return [
                "tokens": .array(tokens.map { .string($0) }),
                "token_logprobs": .array(tokenLogprobs.map { $0.map { .number($0) } ?? .null }),
                "top_logprobs": listsTop ? .array(top) : .null,
                "text_offset": .array(textOffsets.map { .integer($0) }),
            ]
        }
    }

    /// `cmpl-…`
    public var id: String
    /// Seconds since 1970.
    public var created: Int
    public var model: String
    public var systemFingerprint: String?
    public var choices: [Choice]
    public var usage: StreamUsage

    public init(
        id: String, created: Int, model: String, systemFingerprint: String?, choices: [Choice], usage: StreamUsage
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
            "id": .string(id), "object": "text_completion", "created": .integer(created), "model": .string(model),
            "choices": .array(
                choices.map { choice in
                    [
                        "text": .string(choice.text), "index": .integer(choice.index),
                        "logprobs": choice.logprobs?.json ?? .null,
                        "finish_reason": choice.finishReason.map { .string($0) } ?? .null,
                    ]
                }),
        ]
        body["usage"] = usage.json(\.openaiJSON)
        body["system_fingerprint"] = systemFingerprint.map { .string($0) }
        return .object(body)
    }
}
