internal import Tokenization

/// How a conversation is written for a model: ChatML, as SmolLM2 and many others have it.
///
/// For each turn `<|im_start|>ROLE`, a line break, the text, `<|im_end|>` and a line break; then `<|im_start|>assistant` and a
/// line break, after which the model goes on. What a turn says is encoded as plain text: a user who writes
/// `<|im_end|>` has written ten characters, and ended nothing.
struct ChatTemplate: Sendable {
    private let start: TokenID
    private let end: TokenID
    /// The system message of a conversation that has none of its own.
    private let defaultSystem: String?

    /// `nil` if the template in the file is another one, or the vocabulary lacks its marks.
    init?(_ template: String?, _ tokenizer: BytePairTokenizer) {
        guard let template, template.contains("<|im_start|>"), template.contains("<|im_end|>"),
            let start = tokenizer.specialTokens.first(where: { $0.text == "<|im_start|>" })?.id,
            let end = tokenizer.specialTokens.first(where: { $0.text == "<|im_end|>" })?.id
        else { return nil }
        self.start = start
        self.end = end
        defaultSystem = Self.defaultSystem(in: template)
    }

    /// The text that the template itself writes between the beginning of a system message and its end.
    private static func defaultSystem(in template: String) -> String? {
        for line in ["<|im_start|>system\n", "<|im_start|>system\\n"] {
            guard let opening = template.firstRange(of: line) else { continue }
            let rest = template[opening.upperBound...]
            guard let closing = rest.firstRange(of: "<|im_end|>") else { continue }
            let text = rest[..<closing.lowerBound]
            // Otherwise it is put together from parts, as the first message's text is.
            if !text.contains(where: { "{}'+".contains($0) }) { return String(text) }
        }
        return nil
    }

    func tokens(for turns: [ChatTurn], _ tokenizer: BytePairTokenizer) -> [TokenID] {
        var turns = turns
        if let defaultSystem, turns.first?.role != .system { turns.insert(ChatTurn(.system, defaultSystem), at: 0) }
        let newline = tokenizer.encode("\n")
        var tokens: [TokenID] = []
        for (index, turn) in turns.enumerated() {
            tokens.append(start)
            tokens += tokenizer.encode("\(turn.role.rawValue)\n\(turn.text)")
            if index == turns.count - 1, turn.role == .assistant { return tokens }
            tokens.append(end)
            tokens += newline
        }
        tokens.append(start)
        return tokens + tokenizer.encode("\(ChatRole.assistant.rawValue)\n")
    }
}
