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
            let asked = words(of: last.text)
            let shared = request.tools.map { tool in
                (tool, words(of: subject(of: tool)).intersection(asked).count)
            }
            guard let most = shared.map(\.1).max(), most > 0 else { return [] }
            return shared.first { $0.1 == most }.map { [$0.0] } ?? []
        }
    }

    private static func subject(of tool: ToolDefinition) -> String {
        let parameters = tool.inputSchema["properties"]?.object?.keys.joined(separator: " ") ?? ""
        return "\(tool.name) \(tool.description ?? "") \(parameters)"
    }

    /// Words that could be a subject: four letters or more, their plural forgotten.
    private static func words(of text: String) -> Set<String> {
        let common: Set<String> = [
            "about", "call", "from", "given", "have", "into", "returns", "return", "that", "their", "them", "then",
            "this", "tool",
            "what", "when", "which", "will", "with", "your",
        ]
        var subjects: Set<String> = []
        for part in text.lowercased().split(whereSeparator: { !$0.isLetter }) where part.count >= 4 {
            let word = String(part)
            guard !common.contains(word) else { continue }
            subjects.insert(word.hasSuffix("s") ? String(part.prefix(part.count - 1)) : word)
        }
        return subjects
    }
}
