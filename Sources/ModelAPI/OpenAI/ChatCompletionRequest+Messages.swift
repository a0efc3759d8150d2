extension ChatCompletionRequest {
    static func messages(_ fields: OpenAIFields) throws(APIError) -> [InputMessage] {
        guard let value = fields.value("messages") else { throw OpenAIFields.missing("messages") }
        guard let list = value.array else { throw OpenAIFields.wrongType("messages", "an array of objects", value) }
        guard !list.isEmpty else {
            throw .openai(
                400,
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                param: "messages", code: "empty_array")
        }
        var messages: [InputMessage] = []
        for (index, element) in list.enumerated() { messages.append(try message(element, "messages[\(index)]")) }
        return messages
    }

    private static func message(_ value: JSONValue, _ place: String) throws(APIError) -> InputMessage {
        guard let object = value.object else { throw OpenAIFields.wrongType(place, "an object", value) }
        guard let roleValue = object["role"] else { throw OpenAIFields.missing("\(place).role") }
        guard let name = roleValue.string else { throw OpenAIFields.wrongType("\(place).role", "a string", roleValue) }
        let role = try role(name, place)
        guard let content = object["content"], !content.isNull else {
            throw .openai(
                400, "Invalid value for 'content': expected a string, got null.", param: "\(place).content")
        }
        return InputMessage(role: role, text: try text(content, "\(place).content"))
    }

    private static func role(_ name: String, _ place: String) throws(APIError) -> InputMessage.Role {
        switch name {
        case "system", "developer": return .system
        case "user": return .user
        case "assistant": return .assistant
        case "tool", "function":
            throw .openai(
                400, "This lab does not serve messages with the role '\(name)' yet.", param: "\(place).role",
                code: "unsupported_value")
        default:
            throw .openai(
                400,
                "Invalid value: '\(name)'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and "
                    + "'developer'.", param: "\(place).role", code: "invalid_value")
        }
    }

    /// The text of a string, or of an array of text parts.
    private static func text(_ content: JSONValue, _ place: String) throws(APIError) -> String {
        if let text = content.string { return text }
        guard let parts = content.array else {
            throw OpenAIFields.wrongType(place, "a string or an array of objects", content)
        }
        guard !parts.isEmpty else {
            throw .openai(
                400,
                "Invalid '\(place)': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                param: place, code: "empty_array")
        }
        var text = ""
        for (index, part) in parts.enumerated() {
            let partPlace = "\(place)[\(index)]"
            guard part.object != nil else { throw OpenAIFields.wrongType(partPlace, "an object", part) }
            guard let type = part["type"]?.string else { throw OpenAIFields.missing("\(partPlace).type") }
            guard type == "text" else {
                throw .openai(
                    400, "This lab serves content parts of type 'text' only, not '\(type)'.",
                    param: "\(partPlace).type",
                    code: "unsupported_value")
            }
            guard let value = part["text"] else { throw OpenAIFields.missing("\(partPlace).text") }
            guard let string = value.string else {
                throw OpenAIFields.wrongType("\(partPlace).text", "a string", value)
            }
            text += string
        }
        return text
    }
}
