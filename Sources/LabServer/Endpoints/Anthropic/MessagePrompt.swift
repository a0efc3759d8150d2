internal import LanguageModel
internal import ModelAPI

/// A message request as the local model reads it.
///
/// The model has no eyes and reads no PDF: it is told that an image or a file is there, and the tokens that the provider counts
/// for it are counted, no more.
struct MessagePrompt: Sendable {
    var turns: [ChatTurn]
    /// Tokens that count and that the local model does not read.
    var unreadTokens = 0

    init(_ request: MessageRequest) {
        turns = []
        let system = [Self.text(of: request.system, &unreadTokens), ToolPrompt.text(for: request)].filter {
            !$0.isEmpty
        }
        if !system.isEmpty { turns.append(ChatTurn(.system, system.joined(separator: "\n\n"))) }
        for turn in request.messages {
            let role: ChatRole =
                switch turn.role {
                case .system: .system
                case .user: .user
                case .assistant: .assistant
                }
            let text = Self.text(of: turn.blocks, &unreadTokens)
            // Consecutive turns of one role are one.
            if let last = turns.last, last.role == role {
                turns[turns.count - 1].text += "\n\n" + text
            } else {
                turns.append(ChatTurn(role, text))
            }
        }
    }

    private static func text(of blocks: [InputBlock], _ unread: inout Int) -> String {
        var text = ""
        for block in blocks {
            if let part = block.text {
                text += part
                continue
            }
            let part = other(block, &unread)
            guard !part.isEmpty else { continue }
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            text += part + "\n"
        }
        return blocks.last?.text == nil ? String(text.dropLast(text.hasSuffix("\n") ? 1 : 0)) : text
    }

    private static func other(_ block: InputBlock, _ unread: inout Int) -> String {
        switch block.content {
        case .text(let text): return text
        case .image(let image):
            unread += image.tokens
            return "[an image, \(image.width) by \(image.height) pixels, that you cannot see]"
        case .document(let document): return self.document(document, &unread)
        case .searchResult(let title, let source, let text): return "\(title) (\(source))\n\(text)"
        case .toolUse(_, let name, let input): return ToolPrompt.call(name, input)
        case .toolResult(_, let content, let isError):
            return ToolPrompt.result(text(of: content, &unread), isError: isError)
        case .toolReference(let name): return "[the tool \(name)]"
        case .thinking: return ""
        }
    }

    private static func document(_ document: InputDocument, _ unread: inout Int) -> String {
        let body =
            switch document.source {
            case .text(let text): text
            case .blocks(let blocks): text(of: blocks, &unread)
            case .pdf(let pages, _):
                {
                    unread += pages * InputDocument.tokensPerPage
                    return "[a PDF file of \(pages) pages, that you cannot read]"
                }()
            }
        return [document.title, document.context, body].compactMap { $0 }.joined(separator: "\n")
    }
}

/// Tools in words, as SmolLM2 was trained to read and write them.
///
/// Source: the model card of SmolLM2-1.7B-Instruct on function calling.
enum ToolPrompt {
    static func text(for request: MessageRequest) -> String {
        guard !request.tools.isEmpty, request.toolChoice.mode != .none else { return "" }
        let tools = request.tools.map { tool -> JSONValue in
            [
                "name": .string(tool.name), "description": .string(tool.description ?? ""),
                "parameters": tool.inputSchema,
            ]
        }
        return "You can call these tools: <tools>\(JSONValue.array(tools).serialized())</tools>\n"
            + #"To call one, write <tool_call>{"name": …, "arguments": …}</tool_call>."#
    }

    static func call(_ name: String, _ input: JSONValue) -> String {
        let call: JSONValue = ["name": .string(name), "arguments": input]
        return "<tool_call>\(call.serialized())</tool_call>"
    }

    static func result(_ text: String, isError: Bool) -> String {
        "<tool_response>\(isError ? "Error: " : "")\(text)</tool_response>"
    }
}
