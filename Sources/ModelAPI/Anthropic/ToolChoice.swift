/// Which of the tools the model is to use.
public struct ToolChoice: Hashable, Sendable {
    public enum Mode: Hashable, Sendable {
        /// As the model decides.
        case auto
        /// One or more, whichever.
        case any
        /// This one.
        case tool(String)
        case none
    }

    public var mode: Mode
    /// Whether there is to be one use of a tool at most.
    public var disablesParallelUse: Bool

    public init(_ mode: Mode = .auto, disablesParallelUse: Bool = false) {
        self.mode = mode
        self.disablesParallelUse = disablesParallelUse
    }

    /// Whether an answer without a tool is out of the question.
    public var forcesUse: Bool {
        switch mode {
        case .any, .tool: true
        case .auto, .none: false
        }
    }

    init(_ fields: AnthropicFields, tools: [ToolDefinition]) throws(APIError) {
        self.init()
        guard let choice = try fields.fields("tool_choice") else { return }
        guard !tools.isEmpty || choice.object["type"] == "none" else {
            throw .anthropic(400, "tool_choice: tool_choice may only be specified while providing tools.")
        }
        let type = try choice.requiredChoice("type", of: ["auto", "any", "tool", "none"])
        let inner = AnthropicFields(object: choice.object, facts: choice.facts, place: "tool_choice.\(type)")
        disablesParallelUse = try inner.bool("disable_parallel_tool_use") ?? false
        switch type {
        case "any": mode = .any
        case "none": mode = .none
        case "tool":
            let name = try inner.requiredString("name")
            guard tools.contains(where: { $0.name == name }) else {
                throw .anthropic(400, "tool_choice.tool.name: Tool '\(name)' not found in provided tools")
            }
            mode = .tool(name)
        default: mode = .auto
        }
        try inner.refuseUnknown(
            type == "none"
                ? ["type"]
                : type == "tool"
                    ? ["type", "name", "disable_parallel_tool_use"] : ["type", "disable_parallel_tool_use"])
    }
}
