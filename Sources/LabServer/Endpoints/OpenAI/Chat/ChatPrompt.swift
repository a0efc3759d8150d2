internal import LanguageModel
internal import ModelAPI

/// What the local model reads of a chat completion request.
struct ChatPrompt: Sendable {
    let messages: [ChatMessage]
    /// The tools that the answer may call.
    var tools: [ChatTool] = []
    /// The schema that the answer is to satisfy.
    var schema: JSONValue?

    /// A schema that is longer is kept, but not shown to the model.
    private static let longestSchema = 3000

    var turns: [ChatTurn] {
        ConversationTurns.turns(
            instructions.map { InputMessage(role: .system, text: $0) } + messages.map(Self.rendered))
    }

    /// The same, and what the assistant has written of its answer.
    func turns(answering opening: String) -> [ChatTurn] {
        var turns = turns
        if turns.last?.role == .assistant {
            turns[turns.count - 1].text += "\n" + opening
        } else {
            turns.append(ChatTurn(.assistant, opening))
        }
        return turns
    }

    private var instructions: [String] {
        var texts: [String] = []
        if !tools.isEmpty {
            let list = tools.map(Self.description).joined(separator: "\n")
            texts.append("You call functions to answer. These are the functions:\n\(list)")
        }
        if let schema {
            let text = schema.serialized()
            if text.utf8.count <= Self.longestSchema { texts.append("Answer in JSON by this schema: \(text)") }
        }
        return texts
    }

    private static func description(_ tool: ChatTool) -> String {
        var members: JSONObject = ["name": .string(tool.name)]
        members["description"] = tool.description.map { .string($0) }
        if !tool.isCustom { members["parameters"] = tool.parameters }
        return JSONValue.object(members).serialized()
    }

    /// A message as text: calls and what they gave stand in tags, as models trained for calls write and read them.
    private static func rendered(_ message: ChatMessage) -> InputMessage {
        switch message.role {
        case .system, .developer: return InputMessage(role: .system, text: message.text)
        case .user:
            return InputMessage(role: .user, text: message.name.map { "\($0): \(message.text)" } ?? message.text)
        case .assistant:
            let calls = message.toolCalls + (message.functionCall.map { [$0] } ?? [])
            let parts =
                (message.text.isEmpty ? [] : [message.text])
                + calls.map { call(opening: $0.name) + $0.arguments + callEnd }
            return InputMessage(role: .assistant, text: parts.joined(separator: "\n"))
        case .tool, .function:
            return InputMessage(role: .user, text: "<tool_response>\n\(message.text)\n</tool_response>")
        }
    }

    /// What comes before a call's arguments, and what after them.
    static func call(opening name: String) -> String {
        "<tool_call>{\"name\": \(JSONValue.string(name).serialized()), \"arguments\": "
    }

    static let callEnd = "}</tool_call>"
}
