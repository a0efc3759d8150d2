/// A token of an answer with its log-probability, and the most probable tokens at its place.
public struct ChatTokenLogprob: Hashable, Sendable {
    public struct Candidate: Hashable, Sendable {
        public var bytes: [UInt8]
        /// The natural logarithm of its probability.
        public var logprob: Double

        public init(bytes: [UInt8], logprob: Double) {
            self.bytes = bytes
            self.logprob = logprob
        }

        /// The token's text. Bytes that are no text by themselves are written as `\xe2\x80`.
        public var token: String {
            String(validating: bytes, as: UTF8.self)
                ?? bytes.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }

        var members: JSONObject {
            [
                "token": .string(token),
                // What stands for a token that is next to impossible.
                "logprob": .number(logprob.isFinite ? logprob : -9999),
                "bytes": .array(bytes.map { .integer(Int($0)) }),
            ]
        }

        init?(_ json: JSONValue) {
            guard let logprob = json["logprob"]?.double, let bytes = json["bytes"]?.array else { return nil }
            self.logprob = logprob
            self.bytes = bytes.compactMap(\.int).compactMap { UInt8(exactly: $0) }
        }
    }

    public var drawn: Candidate
    public var top: [Candidate]

    public init(drawn: Candidate, top: [Candidate]) {
        self.drawn = drawn
        self.top = top
    }

    public var json: JSONValue {
        var members = drawn.members
        members["top_logprobs"] = .array(top.map { .object($0.members) })
        return .object(members)
    }

    init?(_ json: JSONValue) {
        guard let drawn = Candidate(json) else { return nil }
        self.init(drawn: drawn, top: (json["top_logprobs"]?.array ?? []).compactMap { Candidate($0) })
    }

    /// The `logprobs` of a choice; `null` for `nil`.
    static func json(_ tokens: [ChatTokenLogprob]?) -> JSONValue {
        guard let tokens else { return .null }
        return ["content": .array(tokens.map(\.json)), "refusal": .null]
    }

    static func list(_ json: JSONValue?) -> [ChatTokenLogprob]? {
        json?["content"]?.array?.compactMap { ChatTokenLogprob($0) }
    }
}
