import ModelAPI
import Terminal

/// Which models answer on a day.
enum AsOfView {
    static func models(_ facts: APIFacts) -> DisplayText {
        let parts = [facts.openai, facts.anthropic].map { facts in
            let chat = facts.models.filter {
                $0.endpoints.contains(.chatCompletions) || $0.endpoints.contains(.messages)
            }
            return
                "\(facts.provider.displayName) serves \(facts.models.count) models, \(chat.count) of them for conversations"
        }
        return DisplayText(parts.joined(separator: "; ") + ".")
    }
}
