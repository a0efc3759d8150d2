extension ResponseRequest {
    /// `input`: a string, which is a user's message, or a list of items.
    static func input(_ fields: OpenAIFields) throws(APIError) -> [ResponseItem] {
        guard let value = fields.value("input") else { throw OpenAIFields.missing("input") }
        if let text = value.string {
            return [ResponseItem(id: "", content: .message(role: "user", texts: [text]))]
        }
        guard let list = value.array else { throw OpenAIFields.wrongType("input", "a string or an array", value) }
        var items: [ResponseItem] = []
        for (index, element) in list.enumerated() { items.append(try item(element, "input[\(index)]")) }
        return items
    }

    private static func item(_ value: JSONValue, _ place: String) throws(APIError) -> ResponseItem {
        guard let object = value.object else { throw OpenAIFields.wrongType(place, "an object", value) }
        let id = try string(object, "id", place, isRequired: false) ?? ""
        let type = try string(object, "type", place, isRequired: object["role"] == nil) ?? "message"
        switch type {
        case "message": return ResponseItem(id: id, content: try message(object, place))
        case "function_call":
            return ResponseItem(
                id: id,
                content: .functionCall(
                    callID: try string(object, "call_id", place) ?? "", name: try string(object, "name", place) ?? "",
                    arguments: try string(object, "arguments", place) ?? ""))
        case "function_call_output":
            guard let output = object["output"], !output.isNull else { throw OpenAIFields.missing("\(place).output") }
            return ResponseItem(
                id: id,
                content: .functionCallOutput(
                    callID: try string(object, "call_id", place) ?? "",
                    output: try texts(output, "\(place).output", ["input_text"]).joined(separator: "\n")))
        case "reasoning": return ResponseItem(id: id, content: .reasoning)
        case "item_reference":
            throw .openai(404, "Item with id '\(id)' not found.", param: "input")
        default:
            throw .openai(
                400,
                "This lab serves items of the types 'message', 'function_call', 'function_call_output' and 'reasoning', "
                    + "not '\(type)'.", param: "\(place).type", code: "unsupported_value")
        }
    }

    private static func message(_ object: JSONObject, _ place: String) throws(APIError) -> ResponseItem.Content {
        let role = try string(object, "role", place) ?? ""
        let roles = ["assistant", "system", "developer", "user"]
        guard roles.contains(role) else { throw OpenAIFields.invalidValue(role, "\(place).role", roles) }
        guard let content = object["content"], !content.isNull else { throw OpenAIFields.missing("\(place).content") }
        let types = role == "assistant" ? ["output_text", "refusal", "input_text"] : ["input_text"]
        return .message(role: role, texts: try texts(content, "\(place).content", types))
    }

    /// The texts of a string, or of parts of the given types.
    private static func texts(
        _ content: JSONValue, _ place: String, _ types: [String]
    ) throws(APIError) -> [String] {
        if let text = content.string { return [text] }
        guard let parts = content.array else {
            throw OpenAIFields.wrongType(place, "a string or an array of objects", content)
        }
        var texts: [String] = []
        for (index, part) in parts.enumerated() {
            let partPlace = "\(place)[\(index)]"
            guard let object = part.object else { throw OpenAIFields.wrongType(partPlace, "an object", part) }
            let type = try string(object, "type", partPlace) ?? ""
            guard types.contains(type) else {
                if ["input_image", "input_file", "input_audio"].contains(type) {
                    throw .openai(
                        400, "This lab's models read text only, not parts of the type '\(type)'.",
                        param: "\(partPlace).type", code: "unsupported_value")
                }
                throw OpenAIFields.invalidValue(type, "\(partPlace).type", types)
            }
            texts.append(try string(object, type == "refusal" ? "refusal" : "text", partPlace) ?? "")
        }
        return texts
    }

    private static func string(
        _ object: JSONObject, _ name: String, _ place: String, isRequired: Bool = true
    ) throws(APIError) -> String? {
        guard let value = object[name], !value.isNull else {
            if isRequired { throw OpenAIFields.missing("\(place).\(name)") }
            return nil
        }
        guard let text = value.string else { throw OpenAIFields.wrongType("\(place).\(name)", "a string", value) }
        return text
    }
}
