internal import LanguageModel
internal import ModelAPI

/// A conversation as the local model takes it.
enum ConversationTurns {
    /// Consecutive turns of one role become one, with a blank line between them.
    static func turns(_ messages: [InputMessage]) -> [ChatTurn] {
        var turns: [ChatTurn] = []
        for message in messages {
            let role: ChatRole =
                switch message.role {
                case .system: .system
                case .user: .user
                case .assistant: .assistant
                }
            if let last = turns.last, last.role == role {
                turns[turns.count - 1].text += "\n\n" + message.text
            } else {
                turns.append(ChatTurn(role, message.text))
            }
        }
        return turns
    }
}

/// `system_fingerprint`
enum Fingerprint {
    /// Ten hex digits of the model's name (FNV-1a): equal names, equal models.
    static func of(_ name: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "fp_" + String((hash | 1 << 63) >> 24, radix: 16)
    }
}
