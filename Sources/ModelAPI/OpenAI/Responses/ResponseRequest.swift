/// A request for a response (`POST /v1/responses`) as a server reads it, checked field by field.
public struct ResponseRequest: Hashable, Sendable {
    /// The form that the text is to have, `text.format`.
    public enum Format: Hashable, Sendable {
        case text
        case jsonObject
        case jsonSchema(JSONValue)
    }

    public var model: String
    /// What came with this request alone.
    public var input: [ResponseItem]
    public var instructions: String?
    public var previousResponseID: String?
    public var store: Bool
    public var background: Bool
    public var stream: Bool
    /// Whether deltas carry random letters that hide how long they are.
    public var obfuscates: Bool
    public var metadata: JSONObject
    public var maxOutputTokens: Int?
    public var temperature: Double?
    public var topP: Double?
    /// Whether the oldest items may be left out of a conversation that is too long.
    public var truncates: Bool
    public var format: Format
    /// `text` as the answer gives it back.
    public var text: JSONValue
    /// The functions that may be called, as the answer gives them back.
    public var tools: [JSONValue]
    public var toolChoice: JSONValue
    /// How many probable tokens are listed at each place; `nil` for no log-probabilities.
    public var topLogprobs: Int?
    /// The fields that change nothing here, and that the answer gives back.
    public var echoed: JSONObject

    private static let known: Set<String> = [
        "model", "input", "instructions", "previous_response_id", "store", "background", "stream", "stream_options",
        "metadata", "max_output_tokens", "temperature", "top_p", "truncation", "text", "tools", "tool_choice",
        "top_logprobs", "include", "parallel_tool_calls", "reasoning", "service_tier", "max_tool_calls",
        "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "user",
    ]

    /// What the API knows and this lab does not do.
    private static let unserved: Set<String> = [
        "conversation", "prompt", "moderation", "context_management", "background_options", "access_programs", "image",
    ]

    /// Throws the error that the API answers.
    public init(_ json: JSONValue, facts: ProviderFacts) throws(APIError) {
        let fields = try OpenAIFields(body: json, facts: facts)
        model = try fields.model()
        for name in fields.object.keys where Self.unserved.contains(name) && fields.value(name) != nil {
            throw .openai(
                400, "This lab does not serve '\(name)'. Leave it out.", param: name, code: "unsupported_parameter")
        }
        try fields.refuseUnknown(but: Self.known.union(Self.unserved))
        if let named = facts.model(model) { try facts.checkParameters(fields.object, of: named) }
        input = try Self.input(fields)
        instructions = try fields.string("instructions")
        previousResponseID = try fields.string("previous_response_id")
        store = try fields.bool("store") ?? true
        background = try fields.bool("background") ?? false
        guard store || !background else {
            throw .openai(400, "Background mode requires 'store' to be true.", param: "background")
        }
        stream = try fields.bool("stream") ?? false
        obfuscates = try Self.obfuscates(fields)
        metadata = try fields.metadata()
        maxOutputTokens = try fields.integer("max_output_tokens", in: 16...Int.max)
        temperature = try fields.decimal("temperature")
        topP = try fields.decimal("top_p")
        truncates = try fields.choice("truncation", of: ["auto", "disabled"]) == "auto"
        (format, text) = try Self.text(fields)
        tools = try Self.tools(fields)
        toolChoice = try Self.toolChoice(fields, tools: tools)
        let top = try fields.integer("top_logprobs", in: 0...20)
        let includes = try Self.includes(fields)
        topLogprobs = includes ? top ?? 0 : top.flatMap { $0 > 0 ? $0 : nil }
        echoed = try Self.echoed(fields)
        echoed["top_logprobs"] = .integer(top ?? 0)
    }

    // MARK: Fields

    private static func obfuscates(_ fields: OpenAIFields) throws(APIError) -> Bool {
        guard let options = fields.value("stream_options") else { return false }
        guard let object = options.object else { throw OpenAIFields.wrongType("stream_options", "an object", options) }
        guard let value = object["include_obfuscation"], !value.isNull else { return false }
        guard let bool = value.bool else {
            throw OpenAIFields.wrongType("stream_options.include_obfuscation", "a boolean", value)
        }
        return bool
    }

    private static func includes(_ fields: OpenAIFields) throws(APIError) -> Bool {
        guard let value = fields.value("include") else { return false }
        guard let list = value.array else { throw OpenAIFields.wrongType("include", "an array of strings", value) }
        let known = [
            "file_search_call.results", "web_search_call.results", "web_search_call.action.sources",
            "message.input_image.image_url", "computer_call_output.output.image_url", "code_interpreter_call.outputs",
            "reasoning.encrypted_content", "message.output_text.logprobs",
        ]
        for (index, element) in list.enumerated() {
            guard let name = element.string else {
                throw OpenAIFields.wrongType("include[\(index)]", "a string", element)
            }
            guard known.contains(name) else { throw OpenAIFields.invalidValue(name, "include[\(index)]", known) }
        }
        return list.contains("message.output_text.logprobs")
    }

    private static func text(_ fields: OpenAIFields) throws(APIError) -> (Format, JSONValue) {
        var echo: JSONObject = ["format": ["type": "text"], "verbosity": "medium"]
        guard let value = fields.value("text") else { return (.text, .object(echo)) }
        guard let object = value.object else { throw OpenAIFields.wrongType("text", "an object", value) }
        if let verbosity = object["verbosity"], !verbosity.isNull {
            let levels = ["low", "medium", "high"]
            guard let level = verbosity.string, levels.contains(level) else {
                throw OpenAIFields.invalidValue(
                    verbosity.string ?? verbosity.serialized(), "text.verbosity", levels)
            }
            echo["verbosity"] = verbosity
        }
        guard let format = object["format"], !format.isNull else { return (.text, .object(echo)) }
        guard format.object != nil else { throw OpenAIFields.wrongType("text.format", "an object", format) }
        guard let type = format["type"]?.string else { throw OpenAIFields.missing("text.format.type") }
        switch type {
        case "text": return (.text, .object(echo))
        case "json_object":
            echo["format"] = ["type": "json_object"]
            return (.jsonObject, .object(echo))
        case "json_schema":
            guard let name = format["name"] else { throw OpenAIFields.missing("text.format.name") }
            guard let text = name.string else { throw OpenAIFields.wrongType("text.format.name", "a string", name) }
            guard let schema = format["schema"] else { throw OpenAIFields.missing("text.format.schema") }
            guard schema.object != nil else {
                throw OpenAIFields.wrongType("text.format.schema", "an object", schema)
            }
            echo["format"] = [
                "type": "json_schema", "name": .string(text), "description": format["description"] ?? .null,
                "schema": schema, "strict": format["strict"] ?? true,
            ]
            return (.jsonSchema(schema), .object(echo))
        default:
            throw OpenAIFields.invalidValue(type, "text.format.type", ["text", "json_object", "json_schema"])
        }
    }

    private static func tools(_ fields: OpenAIFields) throws(APIError) -> [JSONValue] {
        guard let value = fields.value("tools") else { return [] }
        guard let list = value.array else { throw OpenAIFields.wrongType("tools", "an array of objects", value) }
        var tools: [JSONValue] = []
        for (index, tool) in list.enumerated() {
            let place = "tools[\(index)]"
            guard tool.object != nil else { throw OpenAIFields.wrongType(place, "an object", tool) }
            guard let type = tool["type"]?.string else { throw OpenAIFields.missing("\(place).type") }
            guard type == "function" else {
                throw .openai(
                    400, "This lab serves tools of the type 'function' only, not '\(type)'.", param: "\(place).type",
                    code: "unsupported_value")
            }
            guard let name = tool["name"] else { throw OpenAIFields.missing("\(place).name") }
            guard let text = name.string else { throw OpenAIFields.wrongType("\(place).name", "a string", name) }
            try checkName(text, "\(place).name")
            let parameters = tool["parameters"] ?? .null
            guard parameters.isNull || parameters.object != nil else {
                throw OpenAIFields.wrongType("\(place).parameters", "an object", parameters)
            }
            tools.append([
                "type": "function", "name": name, "description": tool["description"] ?? .null,
                "parameters": parameters, "strict": tool["strict"] ?? true,
            ])
        }
        return tools
    }

    private static func checkName(_ name: String, _ place: String) throws(APIError) {
        let isFit = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isFit, !name.isEmpty, name.utf8.count <= 64 else {
            throw .openai(
                400,
                "Invalid '\(place)': string does not match pattern. Expected a string that matches the pattern "
                    + "'^[a-zA-Z0-9_-]{1,64}$'.", param: place, code: "invalid_value")
        }
    }

    private static func toolChoice(_ fields: OpenAIFields, tools: [JSONValue]) throws(APIError) -> JSONValue {
        guard let value = fields.value("tool_choice") else { return "auto" }
        if let word = value.string {
            let words = ["none", "auto", "required"]
            guard words.contains(word) else { throw OpenAIFields.invalidValue(word, "tool_choice", words) }
            guard word != "required" || !tools.isEmpty else {
                throw .openai(
                    400, "Tool choice 'required' must be specified with 'tools' parameter.", param: "tool_choice")
            }
            return value
        }
        guard value.object != nil else {
            throw OpenAIFields.wrongType("tool_choice", "a string or an object", value)
        }
        guard value["type"] == "function" else {
            throw .openai(
                400, "This lab serves a 'tool_choice' of the type 'function' only.", param: "tool_choice.type",
                code: "unsupported_value")
        }
        guard let name = value["name"] else { throw OpenAIFields.missing("tool_choice.name") }
        guard tools.contains(where: { $0["name"] == name }) else {
            throw .openai(
                400, "Tool choice '\(name.string ?? name.serialized())' not found in 'tools' parameter.",
                param: "tool_choice")
        }
        return ["type": "function", "name": name]
    }

    private static func echoed(_ fields: OpenAIFields) throws(APIError) -> JSONObject {
        var echoed: JSONObject = [:]
        echoed["parallel_tool_calls"] = .bool(try fields.bool("parallel_tool_calls") ?? true)
        let calls = try fields.integer("max_tool_calls", in: 1...Int.max)
        echoed["max_tool_calls"] = calls.map { .integer($0) } ?? .null
        for name in ["prompt_cache_key", "safety_identifier", "user"] {
            echoed[name] = try fields.string(name).map { .string($0) } ?? .null
        }
        if let retention = try fields.choice("prompt_cache_retention", of: ["in_memory", "24h"]) {
            echoed["prompt_cache_retention"] = .string(retention)
        }
        let tiers = ["auto", "default", "flex", "scale", "priority", "fast"]
        let tier = try fields.choice("service_tier", of: tiers) ?? "auto"
        // The lab has one tier: what is left to it is served by that.
        echoed["service_tier"] = .string(tier == "auto" ? "default" : tier)
        var reasoning: JSONObject = ["effort": .null, "summary": .null]
        if let value = fields.value("reasoning") {
            guard let object = value.object else { throw OpenAIFields.wrongType("reasoning", "an object", value) }
            for name in ["effort", "summary"] { reasoning[name] = object[name] ?? .null }
        }
        echoed["reasoning"] = .object(reasoning)
        return echoed
    }
}
