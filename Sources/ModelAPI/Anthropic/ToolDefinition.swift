/// A tool that a request offers to the model.
///
/// Source: `ToolParam` of the package anthropic 2.12.
public struct ToolDefinition: Hashable, Sendable {
    public var name: String
    public var description: String?
    /// The JSON schema of the tool's input; an object's.
    public var inputSchema: JSONValue
    /// Whether the input is sure to satisfy the schema. Here it always does.
    public var isStrict: Bool
    public var cacheControl: CacheControl?

    static let namePattern = "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    static func isName(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count) && name.utf8.allSatisfy(isNameByte)
    }

    private static let known: Set<String> = [
        "type", "name", "description", "input_schema", "cache_control", "strict", "input_examples", "allowed_callers",
        "defer_loading", "eager_input_streaming",
    ]

    /// The tools of a request, in order.
    static func list(_ fields: AnthropicFields) throws(APIError) -> [ToolDefinition] {
        var tools: [ToolDefinition] = []
        for (index, value) in (try fields.list("tools") ?? []).enumerated() {
            let tool = try ToolDefinition(fields.fields(of: value, at: "tools.\(index)"))
            guard !tools.contains(where: { $0.name == tool.name }) else {
                throw AnthropicFields.invalid("tools", "Tool names must be unique.")
            }
            tools.append(tool)
        }
        return tools
    }

    private init(_ outer: AnthropicFields) throws(APIError) {
        let type = try outer.string("type") ?? "custom"
        if type != "custom" {
            guard let tool = ProviderTool(type) else {
                throw AnthropicFields.invalid(
                    outer.place,
                    "Input tag '\(type)' found using 'type' does not match any of the expected tags: "
                        + (["custom"] + ProviderTool.types).map { "'\($0)'" }.joined(separator: ", "))
            }
            name = try outer.requiredChoice("name", of: [tool.name])
            description = tool.description
            inputSchema = tool.inputSchema
            isStrict = try outer.bool("strict") ?? false
            cacheControl = try CacheControl(in: outer)
            return
        }
        let fields = AnthropicFields(object: outer.object, facts: outer.facts, place: outer.place + ".custom")
        try fields.refuseUnknown(Self.known)
        name = try fields.requiredString("name")
        guard Self.isName(name) else { throw fields.invalid("name", Self.namePattern) }
        description = try fields.string("description")
        inputSchema = try fields.required("input_schema")
        let schema = try fields.fields(of: inputSchema, at: fields.place(of: "input_schema"))
        _ = try schema.requiredChoice("type", of: ["object"])
        _ = try schema.fields("properties")
        for name in try schema.list("required") ?? [] where name.string == nil {
            throw schema.invalid("required", "Input should be a valid string")
        }
        isStrict = try fields.bool("strict") ?? false
        if isStrict, let place = ClosedSchema.openObject(in: inputSchema) {
            throw AnthropicFields.invalid(
                "tools.\(name)",
                "For 'object' type, 'additionalProperties' must be explicitly set to false"
                    + (place.isEmpty ? "" : " (at \(place))"))
        }
        _ = try fields.bool("defer_loading")
        _ = try fields.bool("eager_input_streaming")
        _ = try fields.list("input_examples")
        _ = try fields.list("allowed_callers")
        cacheControl = try CacheControl(in: fields)
    }
}

/// Tools whose schema the provider defined, and which the client runs.
///
/// Source: the documentation of the bash, text editor and memory tools.
struct ProviderTool {
    var name: String
    var description: String
    var inputSchema: JSONValue

    static let types = [
        "bash_20250124", "memory_20250818", "text_editor_20250124", "text_editor_20250429", "text_editor_20250728",
    ]

    /// `nil` for a type that is unknown, or that the provider's servers would run.
    init?(_ type: String) {
        guard Self.types.contains(type) else { return nil }
        switch type {
        case "bash_20250124":
            name = "bash"
            description = "Runs a command in a shell that lives on between calls."
            inputSchema = [
                "type": "object", "properties": ["command": ["type": "string"], "restart": ["type": "boolean"]],
                "required": ["command"],
            ]
        case "memory_20250818":
            name = "memory"
            description = "Keeps notes in files below /memories."
            inputSchema = Self.editor(["view", "create", "str_replace", "insert", "delete", "rename"])
        default:
            name = type == "text_editor_20250124" ? "str_replace_editor" : "str_replace_based_edit_tool"
            description = "Views and edits text files."
            let undo = type == "text_editor_20250124" ? ["undo_edit"] : []
            inputSchema = Self.editor(["view", "create", "str_replace", "insert"] + undo)
        }
    }

    private static func editor(_ commands: [String]) -> JSONValue {
        [
            "type": "object",
            "properties": [
                "command": ["type": "string", "enum": .array(commands.map { .string($0) })],
                "path": ["type": "string"], "file_text": ["type": "string"], "old_str": ["type": "string"],
                "new_str": ["type": "string"], "insert_line": ["type": "integer"], "insert_text": ["type": "string"],
                "view_range": ["type": "array", "items": ["type": "integer"]],
            ],
            "required": ["command", "path"],
        ]
    }
}

/// What structured outputs ask of a schema.
enum ClosedSchema {
    /// The place of the first object in the schema that allows further properties; `nil` if there is none.
    static func openObject(in schema: JSONValue, at place: String = "") -> String? {
        guard let object = schema.object else { return nil }
        if object["type"] == "object" || object["properties"] != nil, object["additionalProperties"] != false {
            return place
        }
        for name in ["properties", "$defs", "definitions"] {
            for (key, value) in object[name]?.object ?? [:] {
                if let found = openObject(in: value, at: join(place, "\(name).\(key)")) { return found }
            }
        }
        if let items = object["items"], let found = openObject(in: items, at: join(place, "items")) { return found }
        for name in ["anyOf", "allOf"] {
            for (index, value) in (object[name]?.array ?? []).enumerated() {
                if let found = openObject(in: value, at: join(place, "\(name).\(index)")) { return found }
            }
        }
        return nil
    }

    private static func join(_ place: String, _ step: String) -> String { place.isEmpty ? step : "\(place).\(step)" }
}
