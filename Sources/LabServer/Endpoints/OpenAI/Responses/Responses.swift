internal import LanguageModel
internal import ModelAPI

/// `POST /v1/responses`, and what there is to do with a response afterwards.
enum Responses {
    static func create(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let wanted = try ResponseRequest(
            try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        let named = try lab.model(
            wanted.model, at: .responses, for: request, allowing: wanted.maxOutputTokens)
        try refuseUnserved(wanted)
        let input = wanted.input.map { item in
            var item = item
            if item.id.isEmpty { item.id = item.idPrefix + lab.identifiers.hex(48) }
            return item
        }
        let prompt = ResponsePrompt(
            request: wanted, items: try earlierItems(of: wanted, for: request, lab) + input)
        try prompt.checkCalls()
        let prepared = try await prompt.prepare(for: named, engine: lab.engine)
        let response = ResponseObject(
            id: "resp_" + lab.identifiers.hex(48), created: lab.now(),
            status: wanted.background ? .queued : .inProgress, model: named.name, request: wanted)
        let record = ResponseRecord(
            response, organization: organization(request), input: input, conversation: prompt.items)
        if wanted.store { try lab.responses.add(record) }
        let writer = ResponseWriter(record: record, prepared: prepared, seed: lab.identifiers.number(), lab: lab)
        return prepared.mark(try await answer(with: writer, to: request, lab))
    }

    private static func answer(
        with writer: ResponseWriter, to request: LabRequest, _ lab: Lab
    ) async throws -> LabReply {
        let record = writer.record
        let wanted = record.response.request
        if wanted.background {
            let queued = record.response
            lab.responses.work(on: record.id) { await writer.writeInBackground() }
            return wanted.stream ? follow(record, from: 0) : .json(queued.json)
        }
        if wanted.stream {
            return .events { events in
                do {
                    try await writer.write(isWanted: { request.isWanted }) { event in
                        try await events.write(event)
                    }
                } catch is CancellationError, is ModelError {
                    // The stream has said what there is to say.
                }
            }
        }
        try await writer.write(isWanted: { request.isAwaited })
        return .json(record.response.json)
    }

    // MARK: Afterwards

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let record = try record(for: request, lab)
        guard request.query["stream"] == "true" else { return .json(record.response.json) }
        var first = 0
        if let text = request.query["starting_after"] {
            guard let number = Int(text), number >= 0 else {
                throw APIError.openai(
                    400,
                    "Invalid type for 'starting_after': expected an integer, but got '\(text.prefix(40))' instead.",
                    param: "starting_after", code: "invalid_type")
            }
            first = number + 1
        }
        return follow(record, from: first)
    }

    static func delete(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard lab.responses.remove(request.name, of: organization(request)) else { throw missing(request.name) }
        return .json(["id": .string(request.name), "object": "response", "deleted": true])
    }

    static func cancel(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let record = try record(for: request, lab)
        let response = record.response
        guard response.request.background else {
            throw APIError.openai(400, "Cannot cancel a synchronous response.")
        }
        guard !response.status.isOver || response.status == .cancelled else {
            throw APIError.openai(400, "Cannot cancel a \(response.status.rawValue) response.")
        }
        return .json(record.cancel().json)
    }

    static func inputItems(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let record = try record(for: request, lab)
        var limit = 20
        if let text = request.query["limit"] {
            guard let number = Int(text), (1...100).contains(number) else {
                throw APIError.openai(
                    400, "Invalid 'limit': expected an integer from 1 to 100, but got '\(text.prefix(40))' instead.",
                    param: "limit", code: "invalid_value")
            }
            limit = number
        }
        let order = request.query["order"] ?? "desc"
        guard order == "asc" || order == "desc" else {
            throw APIError.openai(
                400, "Invalid value: '\(order.prefix(40))'. Supported values are: 'asc' and 'desc'.", param: "order",
                code: "invalid_value")
        }
        var items = order == "asc" ? record.input : record.input.reversed()
        if let after = request.query["after"] {
            guard let index = items.firstIndex(where: { $0.id == after }) else {
                throw APIError.openai(404, "Item with id '\(after.prefix(80))' not found.", param: "after")
            }
            items.removeFirst(index + 1)
        }
        let page = items.prefix(limit)
        return .json([
            "object": "list", "data": .array(page.map(\.json)), "first_id": .string(page.first?.id ?? ""),
            "last_id": .string(page.last?.id ?? ""), "has_more": .bool(page.count < items.count),
        ])
    }

    /// `POST /v1/responses/input_tokens`: how many tokens a response's input would have.
    static func countTokens(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let facts = lab.facts(for: request)
        let json = try request.json(depth: lab.limits.jsonDepth)
        guard var body = json.object else { throw APIError.openai(400, "The body has to be a JSON object.") }
        body.removeValue(forKey: "personality")
        // All of its fields may be left out.
        if body["model"]?.isNull ?? true, let model = facts.models(at: .responses).first {
            body["model"] = .string(model.id)
        }
        if body["input"]?.isNull ?? true { body["input"] = "" }
        let wanted = try ResponseRequest(.object(body), facts: facts)
        let named = try lab.model(wanted.model, at: .responses, for: request)
        let prompt = ResponsePrompt(
            request: wanted, items: try earlierItems(of: wanted, for: request, lab) + wanted.input)
        let prepared = try await prompt.prepare(for: named, engine: lab.engine)
        return prepared.mark(
            .json(["object": "response.input_tokens", "input_tokens": .integer(prepared.promptTokens)]))
    }

    // MARK: Parts

    /// Writes the events of a response from a number on, those to come included.
    private static func follow(_ record: ResponseRecord, from first: Int) -> LabReply {
        .events { events in
            var number = first
            while let event = await record.event(number) {
                try await events.write(event)
                number += 1
            }
        }
    }

    private static func earlierItems(
        of wanted: ResponseRequest, for request: LabRequest, _ lab: Lab
    ) throws(APIError) -> [ResponseItem] {
        guard let id = wanted.previousResponseID else { return [] }
        guard let earlier = lab.responses.record(id, of: organization(request)) else {
            throw .openai(
                400, "Previous response with id '\(id)' not found.", param: "previous_response_id",
                code: "previous_response_not_found")
        }
        guard earlier.response.status.isOver else {
            throw .openai(
                400, "Previous response with id '\(id)' is not complete yet.", param: "previous_response_id")
        }
        return earlier.continued
    }

    private static func refuseUnserved(_ wanted: ResponseRequest) throws(APIError) {
        if wanted.format != .text {
            throw .openai(
                400, "This lab does not serve this 'text.format' yet. Leave it out.", param: "text.format",
                code: "unsupported_parameter")
        }
        if wanted.toolChoice != "auto", wanted.toolChoice != "none" {
            throw .openai(
                400, "This lab does not serve this 'tool_choice' yet.", param: "tool_choice",
                code: "unsupported_parameter")
        }
    }

    private static func record(for request: LabRequest, _ lab: Lab) throws(APIError) -> ResponseRecord {
        guard let record = lab.responses.record(request.name, of: organization(request)) else {
            throw missing(request.name)
        }
        return record
    }

    private static func missing(_ id: String) -> APIError {
        .openai(404, "Response with id '\(id.prefix(80))' not found.")
    }

    private static func organization(_ request: LabRequest) -> String { request.caller?.organization ?? "" }
}

extension EventWriter {
    /// An event of a response's stream, whose name is its type.
    fileprivate mutating func write(_ event: JSONValue) async throws {
        try await write(event: event["type"]?.string ?? "message", data: event.serialized())
    }
}
