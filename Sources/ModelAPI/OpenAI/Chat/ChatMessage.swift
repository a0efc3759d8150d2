/// A message of a chat completion request.
public struct ChatMessage: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case system, developer, user, assistant, tool
        /// The older form of `tool`.
        case function
    }

    public var role: Role
    /// The text of all its parts together.
    public var text: String
    /// Who of several participants wrote it; of a `function` message, the function.
    public var name: String?
    /// What the assistant called.
    public var toolCalls: [ChatToolCall]
    /// The older form: the one function that the assistant called.
    public var functionCall: ChatToolCall?
    /// Of a `tool` message, the call that it answers.
    public var toolCallID: String?

    public init(
        _ role: Role, _ text: String, name: String? = nil, toolCalls: [ChatToolCall] = [],
        functionCall: ChatToolCall? = nil, toolCallID: String? = nil
    ) {
        self.role = role
        self.text = text
        self.name = name
        self.toolCalls = toolCalls
        self.functionCall = functionCall
        self.toolCallID = toolCallID
    }
}

/// A call of a tool.
public struct ChatToolCall: Hashable, Sendable {
    /// `call_…`; empty in the older form, which has no ids.
    public var id: String
    public var name: String
    /// JSON text for a function; for a custom tool, any text.
    public var arguments: String
    /// Whether the tool is a custom one, whose arguments are plain text.
    public var isCustom: Bool

    public init(id: String, name: String, arguments: String, isCustom: Bool = false) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.isCustom = isCustom
    }

    public var json: JSONValue {
        isCustom
            ? [
                "id": .string(id), "type": "custom", "custom": ["name": .string(name), "input": .string(arguments)],
            ] : ["id": .string(id), "type": "function", "function": functionJSON]
    }

    /// As the older form has it.
    public var functionJSON: JSONValue { ["name": .string(name), "arguments": .string(arguments)] }

    /// `nil` if `json` is no tool call.
    public init?(_ json: JSONValue) {
        guard let id = json["id"]?.string else { return nil }
        if let custom = json["custom"] {
            self.init(
                id: id, name: custom["name"]?.string ?? "", arguments: custom["input"]?.string ?? "", isCustom: true)
        } else {
            self.init(
                id: id, name: json[path: "function.name"]?.string ?? "",
                arguments: json[path: "function.arguments"]?.string ?? "")
        }
    }
}
