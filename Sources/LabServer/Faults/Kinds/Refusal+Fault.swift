internal import ModelAPI

extension FaultKind {
    /// A 200 whose text was stopped: the status says nothing of it.
    static let refusal = FaultKind(
        name: "refusal", summary: "200, but stopped: finish_reason content_filter, stop_reason refusal",
        parameters: [.init(name: "after-events", help: "pieces of text before it stops; 1 when left out")]
    ) { context throws(FaultError) in
        let rest = try context.settings.count("after-events") ?? 1
        var shape = Shape.events(RefusalShaper(rest: rest))
        shape.rewrite = { reply in
            guard case .json(let json) = reply.body else { return reply }
            var reply = reply
            reply.body = .json(RefusalShaper.marked(json, text: ""))
            return reply
        }
        return shape
    }
}

private struct RefusalShaper: EventShaper {
    var rest: Int

    mutating func shape(_ event: StreamEvent) -> [StreamStep] {
        if TextDelta(event) != nil {
            guard rest > 0 else { return [] }
            rest -= 1
            return [.event(event)]
        }
        guard let json = try? JSONValue.parse(event.data) else { return [.event(event)] }
        let marked = Self.marked(json, text: nil)
        let name = event.name == "response.completed" ? "response.incomplete" : event.name
        return [.event(StreamEvent(name: name, data: marked.serialized()))]
    }

    /// The answer with the provider's mark of a stopped text in each of its places.
    static func marked(_ json: JSONValue, text: String?) -> JSONValue {
        var json = json
        for index in (json["choices"]?.array ?? []).indices {
            let choice: [JSONValue.Member] = ["choices", .index(index)]
            if json["choices"]?[index]?["finish_reason"]?.string != nil {
                json = json.setting(choice + ["finish_reason"], to: "content_filter")
            }
            guard let text else { continue }
            for place: [JSONValue.Member] in [["message", "content"], ["text"]] {
                let found = place.count == 2 ? json["choices"]?[index]?["message"] : json["choices"]?[index]?["text"]
                if found != nil { json = json.setting(choice + place, to: .string(text)) }
            }
        }
        if json["stop_reason"]?.string != nil {
            json = json.setting(["stop_reason"], to: "refusal")
            if text != nil { json = json.setting(["content"], to: []) }
        }
        if json["delta"]?["stop_reason"]?.string != nil {
            json = json.setting(["delta", "stop_reason"], to: "refusal")
        }
        // The Responses API
        if json["status"]?.string == "completed", json["object"]?.string == "response" {
            json = json.setting(["status"], to: "incomplete")
            json = json.setting(["incomplete_details"], to: ["reason": "content_filter"])
        }
        if json["type"]?.string == "response.completed", let response = json["response"] {
            json = json.setting(["type"], to: "response.incomplete")
            json = json.setting(["response"], to: marked(response, text: nil))
        }
        return json
    }
}
