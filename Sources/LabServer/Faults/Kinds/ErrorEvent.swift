internal import ModelAPI

extension FaultKind {
    /// The status is 200 and out already: the error comes as an event, each provider's in its own form.
    static let errorEvent = FaultKind(
        name: "error-event", summary: "an error inside a stream whose status was 200", scope: .streams,
        parameters: [.afterEvents, .init(name: "type", help: "overloaded or server; overloaded when left out")]
    ) { context throws(FaultError) in
        let isOverloaded = try context.settings.word("type", of: ["overloaded", "server"]) != "server"
        let (provider, path) = (context.provider, context.path)
        return .events(
            StrikeShaper(after: try context.afterEvents()) { event in
                [.event(errorEvent(provider, path, isOverloaded, after: event)), .end]
            })
    }

    private static func errorEvent(
        _ provider: Provider, _ path: String, _ isOverloaded: Bool, after event: StreamEvent
    ) -> StreamEvent {
        let words =
            isOverloaded
            ? "That model is currently overloaded with other requests."
            : "The server had an error while processing your request. Sorry about that!"
        switch provider {
        case .anthropic:
            // Without `request_id`, as the events have it.
            let type = isOverloaded ? "overloaded_error" : "api_error"
            let message = isOverloaded ? "Overloaded" : "Internal server error"
            let json: JSONValue = [
                "type": "error", "error": ["type": .string(type), "message": .string(message)],
            ]
            return StreamEvent(name: "error", data: json.serialized())
        case .openai where path.hasPrefix("/v1/responses"):
            let number = (try? JSONValue.parse(event.data))?["sequence_number"]?.int ?? 0
            let json: JSONValue = [
                "type": "error", "code": "server_error", "message": .string(words), "param": .null,
                "sequence_number": .integer(number),
            ]
            return StreamEvent(name: "error", data: json.serialized())
        case .openai:
            return StreamEvent(data: APIError.openai(500, words, type: "server_error").json.serialized())
        }
    }
}
