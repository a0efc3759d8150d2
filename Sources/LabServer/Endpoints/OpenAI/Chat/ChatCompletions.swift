internal import LanguageModel
internal import ModelAPI

/// `POST /v1/chat/completions`
enum ChatCompletions {
    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let chat = try ChatCompletionRequest(
            try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        let named = try lab.model(
            chat.model, at: .chatCompletions, for: request, allowing: chat.maxTokens)
        try chat.check(against: named.facts)
        guard chat.n <= lab.limits.choices else {
            throw APIError.openai(
                400, "This lab answers at most \(lab.limits.choices) choices, but 'n' is \(chat.n).", param: "n",
                code: "integer_above_max_value")
        }
        let answer = try await ChatAnswer(chat, named: named, lab: lab, request: request)
        if chat.stream {
            return answer.prepared.mark(.events { events in try await answer.stream(to: &events) })
        }
        return answer.prepared.mark(.json(try await answer.completion(for: request).json))
    }

    static func error(for overflow: ContextOverflow) -> APIError {
        let found =
            if let completion = overflow.completionTokens {
                "you requested \(overflow.promptTokens + completion) tokens (\(overflow.promptTokens) in the messages, "
                    + "\(completion) in the completion). Please reduce the length of the messages or completion."
            } else {
                "your messages resulted in \(overflow.promptTokens) tokens. Please reduce the length of the messages."
            }
        return .openai(
            400, "This model's maximum context length is \(overflow.context) tokens. However, \(found)",
            param: "messages", code: "context_length_exceeded")
    }
}
