/// What a request says of the model's thinking.
///
/// Source: `ThinkingConfigParam` of the package anthropic 2.12.
public enum ThinkingSetting: Hashable, Sendable {
    case disabled
    case betweenTools
    case adaptive
    case enabled(budget: Int)

    /// `nil` if the request says nothing.
    init?(in fields: AnthropicFields, maxTokens: Int?) throws(APIError) {
        guard let outer = try fields.fields("thinking") else { return nil }
        let type = try outer.requiredChoice("type", of: ["adaptive", "between_tools", "disabled", "enabled"])
        let fields = AnthropicFields(object: outer.object, facts: outer.facts, place: "thinking.\(type)")
        switch type {
        case "enabled":
            try fields.refuseUnknown(["type", "budget_tokens", "display"])
            let budget = try fields.integer(try fields.required("budget_tokens"), "budget_tokens")
            guard budget >= 1024 else {
                throw fields.invalid("budget_tokens", "Input should be greater than or equal to 1024")
            }
            if let maxTokens, maxTokens <= budget {
                throw .anthropic(400, "`max_tokens` must be greater than `thinking.budget_tokens`")
            }
            self = .enabled(budget: budget)
        case "adaptive":
            try fields.refuseUnknown(["type", "display"])
            self = .adaptive
        default:
            try fields.refuseUnknown(["type"])
            self = type == "disabled" ? .disabled : .betweenTools
        }
        _ = try fields.choice("display", of: ["summarized", "omitted"])
    }

    public var isOn: Bool {
        switch self {
        case .enabled, .adaptive: true
        case .disabled, .betweenTools: false
        }
    }
}

/// What a request says of the answer's form.
public struct OutputSetting: Hashable, Sendable {
    public var effort: String?
    /// The JSON schema that the answer's text has to satisfy.
    public var schema: JSONValue?

    init(in fields: AnthropicFields) throws(APIError) {
        guard let config = try fields.fields("output_config") else { return }
        try config.refuseUnknown(["effort", "format"])
        effort = try config.choice("effort", of: ["low", "medium", "high", "xhigh", "max"])
        guard let format = try config.fields("format") else { return }
        _ = try format.requiredChoice("type", of: ["json_schema"])
        try format.refuseUnknown(["type", "schema"])
        let schema = try format.required("schema")
        guard schema.object != nil else { throw format.invalid("schema", "Input should be a valid dictionary") }
        if let place = ClosedSchema.openObject(in: schema) {
            throw format.invalid(
                "schema",
                "For 'object' type, 'additionalProperties' must be explicitly set to false"
                    + (place.isEmpty ? "" : " (at \(place))"))
        }
        self.schema = schema
    }
}
