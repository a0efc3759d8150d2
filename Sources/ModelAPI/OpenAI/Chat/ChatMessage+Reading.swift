extension ChatMessage {
    /// The messages of a request. Throws the error that the API answers.
    static func list(_ fields: OpenAIFields) throws(APIError) -> [ChatMessage] {
        guard let value = fields.value("messages") else { throw OpenAIFields.missing("messages") }
        let elements = try OpenAIValue(value, at: "messages").elements()
        guard !elements.isEmpty else { throw OpenAIFields.emptyArray("messages") }
        var messages: [ChatMessage] = []
        for (index, element) in elements.enumerated() { messages.append(try ChatMessage(element, index)) }
        try checkCalls(messages)
        return messages
    }

    private init(_ value: OpenAIValue, _ index: Int) throws(APIError) {
        let names = ["system", "assistant", "user", "function", "tool", "developer"]
        role = Role(rawValue: try value.required("role").choice(names)) ?? .user
        text = ""
        toolCalls = []
        name = try Self.name(value)
        if role == .assistant {
            toolCalls = try Self.toolCalls(value)
            functionCall = try Self.functionCall(value)
            _ = try value.member("refusal")?.string()
        }
        if role == .tool { toolCallID = try value.required("tool_call_id").string() }
        if role == .function, name == nil { throw OpenAIFields.missing("\(value.place).name") }
        if let content = try value.member("content") {
            text = try Self.text(content, role, index)
        } else if role != .assistant || toolCalls.isEmpty && functionCall == nil {
            throw .openai(
                400, "Invalid value for 'content': expected a string, got null.", param: "messages.[\(index)].content")
        }
    }

    private static func name(_ value: OpenAIValue) throws(APIError) -> String? {
        guard let member = try value.member("name") else { return nil }
        let name = try member.string()
        guard name.unicodeScalars.count <= 64 else { throw OpenAIFields.tooLong(member.place, name, most: 64) }
        let isName =
            !name.isEmpty
            && !name.unicodeScalars.contains { $0.properties.isWhitespace || "<|\\/>".unicodeScalars.contains($0) }
        guard isName else {
            throw .openai(
                400,
                "Invalid '\(member.place)': string does not match pattern. Expected a string that matches the pattern "
                    + #"'^[^\s<|\\/>]+$'."#, param: member.place, code: "invalid_value")
        }
        return name
    }

    // MARK: Content

    private static let partTypes = ["text", "image_url", "input_audio", "refusal", "audio", "file"]

    /// The text of a string, or of an array of parts.
    private static func text(_ content: OpenAIValue, _ role: Role, _ index: Int) throws(APIError) -> String {
        if let text = content.value.string { return text }
        let parts = try content.elements("a string or an array of objects")
        guard !parts.isEmpty else { throw OpenAIFields.emptyArray(content.place) }
        var text = ""
        for (number, part) in parts.enumerated() {
            let type = try part.required("type").choice(partTypes)
            switch type {
            case "text": text += try part.required("text").string()
            case "refusal" where role == .assistant: text += try part.required("refusal").string()
            default:
                try checkShape(part, type, role)
                // No model that writes here sees or hears.
                throw .openai(
                    400, "Invalid content type. \(type) is only supported by certain models.",
                    param: "messages.[\(index)].content.[\(number)].type")
            }
        }
        return text
    }

    private static func checkShape(_ part: OpenAIValue, _ type: String, _ role: Role) throws(APIError) {
        guard role == .user else {
            let allowed = role == .assistant ? ["text", "refusal"] : ["text"]
            throw OpenAIFields.invalidValue(type, "\(part.place).type", allowed)
        }
        switch type {
        case "image_url":
            let image = try part.required(type)
            _ = try image.required("url").string()
            _ = try image.member("detail")?.choice(["auto", "low", "high", "original"])
        case "input_audio":
            let audio = try part.required(type)
            _ = try audio.required("data").string()
            _ = try audio.required("format").choice(["wav", "mp3"])
        case "file": _ = try part.required(type).object()
        default: break
        }
    }

    // MARK: Calls

    private static func toolCalls(_ value: OpenAIValue) throws(APIError) -> [ChatToolCall] {
        guard let member = try value.member("tool_calls") else { return [] }
        let elements = try member.elements()
        guard !elements.isEmpty else { throw OpenAIFields.emptyArray(member.place) }
        var calls: [ChatToolCall] = []
        for element in elements {
            let id = try element.required("id").string()
            let type = try element.required("type").choice(["function", "custom"])
            let tool = try element.required(type)
            calls.append(
                ChatToolCall(
                    id: id, name: try tool.required("name").string(),
                    arguments: try tool.required(type == "custom" ? "input" : "arguments").string(),
                    isCustom: type == "custom"))
        }
        return calls
    }

    private static func functionCall(_ value: OpenAIValue) throws(APIError) -> ChatToolCall? {
        guard let call = try value.member("function_call") else { return nil }
        return ChatToolCall(
            id: "", name: try call.required("name").string(), arguments: try call.required("arguments").string())
    }

    /// Every call is answered right after it, and every answer has its call.
    private static func checkCalls(_ messages: [ChatMessage]) throws(APIError) {
        var open: [String] = []
        var known: Set<String> = []
        for (index, message) in messages.enumerated() {
            if message.role == .tool {
                guard let id = message.toolCallID, known.contains(id) else {
                    throw .openai(
                        400,
                        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                            + "'tool_calls'.", param: "messages.[\(index)].role")
                }
                open.removeAll { $0 == id }
                continue
            }
            guard open.isEmpty else { throw unanswered(open, index) }
            known = Set(message.toolCalls.map(\.id))
            open = message.toolCalls.map(\.id)
        }
        guard open.isEmpty else { throw unanswered(open, messages.count) }
    }

    private static func unanswered(_ ids: [String], _ index: Int) -> APIError {
        .openai(
            400,
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                + "'tool_call_id'. The following tool_call_ids did not have response messages: "
                + ids.joined(separator: ", "), param: "messages.[\(index)].role")
    }
}
