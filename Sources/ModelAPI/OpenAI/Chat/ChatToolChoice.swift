/// Whether an answer is to call tools, and which it may.
public enum ChatToolChoice: Hashable, Sendable {
    case none
    case auto
    case required
    case named(String)

    /// The choice of a request, with the tools that it leaves. Throws the error that the API answers.
    static func read(
        _ fields: OpenAIFields, tools: [ChatTool]
    ) throws(APIError) -> (choice: ChatToolChoice, tools: [ChatTool]) {
        guard let value = fields.value("tool_choice").map({ OpenAIValue($0, at: "tool_choice") }) else {
            return (tools.isEmpty ? .none : .auto, tools)
        }
        if value.value.string != nil, try value.choice(["none", "auto", "required"]) == "none" {
            return (.none, tools)
        }
        guard !tools.isEmpty else {
            throw .openai(
                400, "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                param: "tool_choice")
        }
        if let word = value.value.string { return (word == "auto" ? .auto : .required, tools) }
        guard value.value.object != nil else { throw value.error("one of 'none', 'auto' or 'required', or an object") }
        let type = try value.required("type").choice(["allowed_tools", "function", "custom"])
        let inner = try value.required(type)
        guard type == "allowed_tools" else {
            let name = try inner.required("name").string()
            try check(name, isCustom: type == "custom", among: tools)
            return (.named(name), tools)
        }
        let mode = try inner.required("mode").choice(["auto", "required"])
        let list = try inner.required("tools")
        let elements = try list.elements()
        guard !elements.isEmpty else { throw OpenAIFields.emptyArray(list.place) }
        var allowed: Set<String> = []
        for element in elements {
            let type = try element.required("type").choice(["function", "custom"])
            let name = try element.required(type).required("name").string()
            try check(name, isCustom: type == "custom", among: tools)
            allowed.insert(name)
        }
        return (mode == "auto" ? .auto : .required, tools.filter { allowed.contains($0.name) })
    }

    /// The older form: `function_call`.
    static func readFunctionCall(
        _ fields: OpenAIFields, functions: [ChatTool]
    ) throws(APIError) -> ChatToolChoice {
        guard let value = fields.value("function_call").map({ OpenAIValue($0, at: "function_call") }) else {
            return functions.isEmpty ? .none : .auto
        }
        guard !functions.isEmpty else {
            throw .openai(
                400,
                "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified.",
                param: "function_call")
        }
        if value.value.string != nil { return try value.choice(["none", "auto"]) == "none" ? .none : .auto }
        let name = try value.required("name").string()
        guard functions.contains(where: { $0.name == name }) else {
            throw .openai(
                400,
                "Invalid value for 'function_call': no function named \(name) was specified in the 'functions' parameter.",
                param: "function_call")
        }
        return .named(name)
    }

    private static func check(_ name: String, isCustom: Bool, among tools: [ChatTool]) throws(APIError) {
        guard tools.contains(where: { $0.name == name && $0.isCustom == isCustom }) else {
            let kind = isCustom ? "custom tool" : "function"
            throw .openai(
                400,
                "Invalid value for 'tool_choice': no \(kind) named \(name) was specified in the 'tools' parameter.",
                param: "tool_choice")
        }
    }
}
