internal import ModelAPI

/// Whether an answer calls tools, and which.
enum ChatToolDecision: Sendable {
    /// It is words.
    case words
    /// It calls these, in this order.
    case calls([ChatTool])
    /// It calls one of these: the model says which.
    case oneOf([ChatTool])

    /// No answer calls more than this at once.
    private static let parallelLimit = 4

    /// With `auto` tools are called where the user's last words name something of theirs (see ``ToolFit``), and what a tool gave
    /// is answered in words. With `required` the same tools are called; where the words name none, the model chooses.
    init(_ request: ChatCompletionRequest) {
        switch request.toolChoice {
        case .none: self = .words
        case .named(let name): self = .calls(Array(request.tools.filter { $0.name == name }.prefix(1)))
        case .auto:
            let fitting = Self.fitting(request)
            self = request.messages.last?.role == .user && !fitting.isEmpty ? .calls(fitting) : .words
        case .required:
            let fitting = Self.fitting(request)
            if fitting.isEmpty {
                self = request.tools.count == 1 ? .calls(request.tools) : .oneOf(request.tools)
            } else {
                self = .calls(fitting)
            }
        }
    }

    private static func fitting(_ request: ChatCompletionRequest) -> [ChatTool] {
        guard let asked = request.messages.last(where: { $0.role == .user }) else { return [] }
        let fit = ToolFit(request.tools.map { ($0.name, $0.description, $0.parameters) })
        guard request.parallelToolCalls, !request.usesFunctions else {
            return fit.best(for: asked.text).map { [request.tools[$0]] } ?? []
        }
        return fit.all(for: asked.text).prefix(parallelLimit).map { request.tools[$0] }
    }
}
