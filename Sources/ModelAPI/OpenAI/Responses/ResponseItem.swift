/// An item of what a response was given or gave: a message, a call of a function, or what the function gave.
public struct ResponseItem: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// `user`, `system`, `developer` or `assistant`, and the texts of the parts.
        case message(role: String, texts: [String])
        case functionCall(callID: String, name: String, arguments: String)
        case functionCallOutput(callID: String, output: String)
        /// What a reasoning model thought: handed back by clients, and of no use to a local model.
        case reasoning
    }

    public enum Status: String, Sendable {
        case inProgress = "in_progress"
        case completed, incomplete
    }

    /// `msg_…`, `fc_…`; empty until the server names it.
    public var id: String
    public var content: Content
    public var status: Status
    /// The tokens of an assistant's text, if they were asked for.
    public var logprobs: [JSONValue] = []

    public init(id: String, content: Content, status: Status = .completed) {
        self.id = id
        self.content = content
        self.status = status
    }

    /// What the id of such an item begins with.
    public var idPrefix: String {
        switch content {
        case .message: "msg_"
        case .functionCall: "fc_"
        case .functionCallOutput: "fco_"
        case .reasoning: "rs_"
        }
    }

    public var json: JSONValue {
        var body: JSONObject = ["id": .string(id)]
        switch content {
        case .message(let role, let texts):
            body["type"] = "message"
            body["status"] = .string(status.rawValue)
            body["role"] = .string(role)
            body["content"] = .array(
                texts.map {
                    role == "assistant"
                        ? Self.outputText($0, logprobs: logprobs) : ["type": "input_text", "text": .string($0)]
                })
        case .functionCall(let callID, let name, let arguments):
            body["type"] = "function_call"
            body["status"] = .string(status.rawValue)
            body["call_id"] = .string(callID)
            body["name"] = .string(name)
            body["arguments"] = .string(arguments)
        case .functionCallOutput(let callID, let output):
            body["type"] = "function_call_output"
            body["status"] = .string(status.rawValue)
            body["call_id"] = .string(callID)
            body["output"] = .string(output)
        case .reasoning:
            body["type"] = "reasoning"
            body["summary"] = []
        }
        return .object(body)
    }

    /// A part of an answer's message.
    public static func outputText(_ text: String, logprobs: [JSONValue] = []) -> JSONValue {
        ["type": "output_text", "annotations": [], "logprobs": .array(logprobs), "text": .string(text)]
    }
}
