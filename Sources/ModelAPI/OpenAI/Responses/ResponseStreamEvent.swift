/// An event of a response's stream. Its name on the wire is its ``type``; its number follows from its place in the stream.
public enum ResponseStreamEvent: Hashable, Sendable {
    /// The response as a whole changed: `response.created`, `response.queued`, `response.in_progress`,
    /// `response.completed`, `response.incomplete`, `response.failed`.
    case response(String, ResponseObject)
    case itemAdded(ResponseItem, output: Int)
    case itemDone(ResponseItem, output: Int)
    case partAdded(item: String, output: Int)
    case partDone(item: String, output: Int, text: String, logprobs: [JSONValue])
    case textDelta(String, item: String, output: Int, logprobs: [JSONValue], obfuscation: String?)
    case textDone(String, item: String, output: Int, logprobs: [JSONValue])
    case argumentsDelta(String, item: String, output: Int, obfuscation: String?)
    case argumentsDone(String, name: String, item: String, output: Int)

    public var type: String {
        switch self {
        case .response(let type, _): type
        case .itemAdded: "response.output_item.added"
        case .itemDone: "response.output_item.done"
        case .partAdded: "response.content_part.added"
        case .partDone: "response.content_part.done"
        case .textDelta: "response.output_text.delta"
        case .textDone: "response.output_text.done"
        case .argumentsDelta: "response.function_call_arguments.delta"
        case .argumentsDone: "response.function_call_arguments.done"
        }
    }

    /// - Parameter number: the place in the stream, from 0.
    public func json(number: Int) -> JSONValue {
        var body: JSONObject = ["type": .string(type), "sequence_number": .integer(number)]
        switch self {
        case .response(_, let response): body["response"] = response.json
        case .itemAdded(let item, let output), .itemDone(let item, let output):
            body["output_index"] = .integer(output)
            body["item"] = item.json
        case .partAdded(let item, let output):
            Self.place(item, output, in: &body)
            body["part"] = ResponseItem.outputText("")
        case .partDone(let item, let output, let text, let logprobs):
            Self.place(item, output, in: &body)
            body["part"] = ResponseItem.outputText(text, logprobs: logprobs)
        case .textDelta(let delta, let item, let output, let logprobs, let obfuscation):
            Self.place(item, output, in: &body)
            body["delta"] = .string(delta)
            body["logprobs"] = .array(logprobs)
            body["obfuscation"] = obfuscation.map { .string($0) }
        case .textDone(let text, let item, let output, let logprobs):
            Self.place(item, output, in: &body)
            body["text"] = .string(text)
            body["logprobs"] = .array(logprobs)
        case .argumentsDelta(let delta, let item, let output, let obfuscation):
            body["item_id"] = .string(item)
            body["output_index"] = .integer(output)
            body["delta"] = .string(delta)
            body["obfuscation"] = obfuscation.map { .string($0) }
        case .argumentsDone(let arguments, let name, let item, let output):
            body["item_id"] = .string(item)
            body["output_index"] = .integer(output)
            body["name"] = .string(name)
            body["arguments"] = .string(arguments)
        }
        return .object(body)
    }

    private static func place(_ item: String, _ output: Int, in body: inout JSONObject) {
        body["item_id"] = .string(item)
        body["output_index"] = .integer(output)
        body["content_index"] = 0
    }
}
