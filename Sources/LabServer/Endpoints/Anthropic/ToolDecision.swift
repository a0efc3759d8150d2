internal import LanguageModel
internal import ModelAPI

/// Whether an answer uses a tool, and which may be.
///
/// A model of 135M parameters cannot be trusted to decide that. So a tool is used where the request forces it, and else where the
/// user's last words name something of the tool: a word of its name, its description or its parameters. What a tool gave is
/// answered in words.
enum ToolDecision {
    /// The tools of which one is to be used; none for an answer in words.
    static func candidates(for request: MessageRequest) -> [ToolDefinition] {
        switch request.toolChoice.mode {
        case .none: return []
        case .tool(let name): return request.tools.filter { $0.name == name }
        case .any: return request.tools
        case .auto:
            guard let last = request.messages.last, last.role == .user,
                !last.blocks.contains(where: { if case .toolResult = $0.content { true } else { false } })
            else { return [] }
            let fit = ToolFit(request.tools.map { ($0.name, $0.description, $0.inputSchema) })
            return fit.best(for: last.text).map { [request.tools[$0]] } ?? []
        }
    }
}
