extension MessageRequest {
    static func messages(_ fields: AnthropicFields, version: AnthropicVersion) throws(APIError) -> [InputMessage] {
        guard let list = try fields.required("messages").array else {
            throw AnthropicFields.invalid("messages", "Input should be a valid list")
        }
        guard !list.isEmpty else { throw AnthropicFields.invalid("messages", "at least one message is required") }
        var messages: [InputMessage] = []
        for (index, element) in list.enumerated() {
            let message = try message(element, "messages.\(index)", version: version)
            let isLast = index == list.count - 1
            guard !message.text.isEmpty || isLast && message.role == .assistant else {
                throw AnthropicFields.invalid(
                    "messages.\(index)",
                    "all messages must have non-empty content except for the optional final assistant message")
            }
            messages.append(message)
        }
        if let last = messages.last, last.role == .assistant, last.text.last?.isWhitespace == true {
            throw AnthropicFields.invalid(
                "messages", "final assistant content cannot end with trailing whitespace")
        }
        return messages
    }

    private static func message(
        _ value: JSONValue, _ place: String, version: AnthropicVersion
    ) throws(APIError) -> InputMessage {
        guard let object = value.object else {
            throw AnthropicFields.invalid(place, "Input should be a valid dictionary")
        }
        guard let name = object["role"] else { throw AnthropicFields.invalid("\(place).role", "Field required") }
        let role: InputMessage.Role
        switch name.string {
        case "user": role = .user
        case "assistant": role = .assistant
        case "system":
            throw AnthropicFields.invalid(
                "messages",
                #"Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an "#
                    + "input message role.")
        default: throw AnthropicFields.invalid("\(place).role", "Input should be 'user' or 'assistant'")
        }
        guard let content = object["content"] else {
            throw AnthropicFields.invalid("\(place).content", "Field required")
        }
        if let key = object.keys.first(where: { $0 != "role" && $0 != "content" }) {
            throw AnthropicFields.invalid("\(place).\(key)", "Extra inputs are not permitted")
        }
        if let text = content.string { return InputMessage(role: role, text: text) }
        guard let blocks = content.array else {
            throw AnthropicFields.invalid("\(place).content", "Input should be a valid string or a valid list")
        }
        let refusesCitations = version == .october2026 && role == .user
        return InputMessage(
            role: role, text: try text(of: blocks, "\(place).content", refusesCitations: refusesCitations))
    }

    /// The text of text blocks, one after the other.
    static func text(
        of blocks: [JSONValue], _ place: String, refusesCitations: Bool
    ) throws(APIError) -> String {
        var text = ""
        for (index, block) in blocks.enumerated() {
            let blockPlace = "\(place).\(index)"
            guard block.object != nil else {
                throw AnthropicFields.invalid(blockPlace, "Input should be a valid dictionary")
            }
            guard let type = block["type"]?.string else {
                throw AnthropicFields.invalid("\(blockPlace).type", "Field required")
            }
            guard type == "text" else {
                throw AnthropicFields.invalid(
                    blockPlace, "This lab serves content blocks of type 'text' only, not '\(type)'")
            }
            guard let value = block["text"] else {
                throw AnthropicFields.invalid("\(blockPlace).text", "Field required")
            }
            guard let string = value.string else {
                throw AnthropicFields.invalid("\(blockPlace).text", "Input should be a valid string")
            }
            guard !string.isEmpty else {
                throw AnthropicFields.invalid("messages", "text content blocks must be non-empty")
            }
            if refusesCitations, block["citations"]?.array?.isEmpty == false {
                throw AnthropicFields.invalid("\(blockPlace).citations", "Extra inputs are not permitted")
            }
            text += string
        }
        return text
    }
}
