/// A tool that a chat completion request offers to the model.
public struct ChatTool: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A function, whose arguments are JSON by the schema; any object if there is none.
        case function(parameters: JSONValue?, isStrict: Bool)
        /// A custom tool, whose input is text; with a pattern, text that matches it.
        case custom(pattern: String?)
    }

    public var name: String
    public var description: String?
    public var kind: Kind

    public init(name: String, description: String? = nil, kind: Kind) {
        self.name = name
        self.description = description
        self.kind = kind
    }

    public var isCustom: Bool { if case .custom = kind { true } else { false } }

    /// The schema of its arguments; that of an object without members where none is given.
    public var parameters: JSONValue {
        if case .function(let parameters?, _) = kind { return parameters }
        return ["type": "object", "properties": [:], "additionalProperties": false]
    }

    // MARK: Reading

    /// How many tools a request may have. Source: the reference of `tools`.
    private static let limit = 128

    static func list(_ fields: OpenAIFields) throws(APIError) -> [ChatTool] {
        try list(fields, "tools") { (element) throws(APIError) in try ChatTool(element) }
    }

    /// The older form: functions alone.
    static func functions(_ fields: OpenAIFields) throws(APIError) -> [ChatTool] {
        try list(fields, "functions") { (element) throws(APIError) in
            try ChatTool(function: element, param: element.place)
        }
    }

    private static func list(
        _ fields: OpenAIFields, _ name: String, _ read: (OpenAIValue) throws(APIError) -> ChatTool
    ) throws(APIError) -> [ChatTool] {
        guard let value = fields.value(name) else { return [] }
        let elements = try OpenAIValue(value, at: name).elements()
        guard !elements.isEmpty else { throw OpenAIFields.emptyArray(name) }
        guard elements.count <= limit else { throw OpenAIFields.tooMany(name, elements.count, most: limit) }
        var tools: [ChatTool] = []
        for element in elements { tools.append(try read(element)) }
        return tools
    }

    private init(_ value: OpenAIValue) throws(APIError) {
        let type = try value.required("type").choice(["function", "custom"])
        let inner = try value.required(type)
        if type == "function" {
            try self.init(function: inner, param: "\(value.place).function.parameters")
        } else {
            try self.init(custom: inner)
        }
    }

    private init(function: OpenAIValue, param: String) throws(APIError) {
        name = try function.required("name").name()
        description = try function.member("description")?.string()
        let isStrict = try function.member("strict")?.bool() ?? false
        let parameters = try function.member("parameters")?.value
        kind = .function(parameters: parameters, isStrict: isStrict)
        let owner = StructuredSchema.Owner.function(name, param: param)
        if let parameters { try StructuredSchema(parameters, owner: owner).check(isStrict: isStrict) }
    }

    private init(custom: OpenAIValue) throws(APIError) {
        name = try custom.required("name").name()
        description = try custom.member("description")?.string()
        var pattern: String?
        if let format = try custom.member("format"),
            try format.required("type").choice(["text", "grammar"]) == "grammar"
        {
            let grammar = try format.required("grammar")
            let syntax = try grammar.required("syntax").choice(["lark", "regex"])
            pattern = try grammar.required("definition").string()
            guard syntax == "regex" else {
                throw .openai(
                    400, "This lab keeps custom tools to grammars of the syntax 'regex' only.",
                    param: "\(grammar.place).syntax", code: "unsupported_value")
            }
        }
        kind = .custom(pattern: pattern)
    }
}
