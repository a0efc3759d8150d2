internal import ModelAPI

extension FaultKind {
    static let contextExceeded = FaultKind(
        name: "context-exceeded", summary: "400: the prompt is longer than the model's context",
        parameters: [.init(name: "context", help: "the model's context in tokens; 8192 or 200000 when left out")]
    ) { context throws(FaultError) in
        let limit = try context.settings.count("context") ?? (context.provider == .openai ? 8192 : 200_000)
        let found = limit + limit / 10 + 1
        return .answer(
            .failure(
                context.error(
                    openai: .openai(
                        400,
                        "This model's maximum context length is \(limit) tokens. However, your messages resulted in \(found) "
                            + "tokens. Please reduce the length of the messages.", param: "messages",
                        code: "context_length_exceeded"),
                    anthropic: .anthropic(400, "prompt is too long: \(found) tokens > \(limit) maximum"))))
    }
}
