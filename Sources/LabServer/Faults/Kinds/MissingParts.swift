internal import ModelAPI

extension FaultKind {
    static let missingUsage = FaultKind(
        name: "missing-usage", summary: "the answer counts no tokens"
    ) { context throws(FaultError) in
        var shape = Shape.events(MissingUsageShaper())
        shape.rewrite = { reply in
            guard case .json(let json) = reply.body else { return reply }
            var reply = reply
            reply.body = .json(json.setting(["usage"], to: nil))
            return reply
        }
        return shape
    }

    /// As filters in front of the models do it: a chunk, or an answer, with nothing in it.
    static let emptyChoices = FaultKind(
        name: "empty-choices", summary: "choices (or content) is an empty list; in a stream, in one more chunk",
        parameters: [.afterEvents]
    ) { context throws(FaultError) in
        var shape = Shape.events(
            StrikeShaper(after: try context.afterEvents()) { event in
                guard let json = try? JSONValue.parse(event.data) else { return [.event(event)] }
                if json["choices"] != nil {
                    let empty = json.setting(["choices"], to: []).serialized()
                    return [.event(StreamEvent(name: event.name, data: empty)), .event(event)]
                }
                guard let delta = TextDelta(json) else { return [.event(event)] }
                return [.event(StreamEvent(name: event.name, data: delta.data(with: ""))), .event(event)]
            })
        shape.rewrite = { reply in
            guard case .json(let json) = reply.body, reply.status == 200 else { return reply }
            var reply = reply
            for name in ["choices", "content", "output"] where json[name] != nil {
                reply.body = .json(json.setting([.key(name)], to: []))
            }
            return reply
        }
        return shape
    }

    static let wrongContentType = FaultKind(
        name: "wrong-content-type", summary: "the right body under a wrong Content-Type",
        parameters: [.init(name: "type", help: "text/plain when left out")]
    ) { context throws(FaultError) in
        let type = context.settings["type"] ?? "text/plain"
        return Shape(rewrite: { reply in
            var reply = reply
            reply.contentType = type
            return reply
        })
    }

    static let hugeHeader = FaultKind(
        name: "huge-header", summary: "a field of the head is larger than clients take",
        parameters: [.init(name: "bytes", help: "1048576 when left out")]
    ) { context throws(FaultError) in
        let bytes = try context.settings.count("bytes") ?? 1 << 20
        guard bytes <= 16 << 20 else {
            throw .unreadable("bytes", value: "\(bytes)", wanted: "at most \(16 << 20)")
        }
        return Shape(rewrite: { reply in
            var reply = reply
            reply.fieldLines.append(("x-lab-padding", String(repeating: "a", count: bytes)))
            return reply
        })
    }
}

private struct MissingUsageShaper: EventShaper {
    mutating func shape(_ event: StreamEvent) -> [StreamStep] {
        guard let json = try? JSONValue.parse(event.data) else { return [.event(event)] }
        // OpenAI's chunk with the usage has nothing else.
        if json["usage"]?.object != nil, json["choices"]?.array?.isEmpty == true { return [] }
        let without = json.setting(["usage"], to: nil).setting(["message", "usage"], to: nil)
            .setting(["response", "usage"], to: nil)
        return [.event(StreamEvent(name: event.name, data: without.serialized()))]
    }
}
