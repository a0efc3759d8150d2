internal import ModelAPI

/// `/v1/messages/batches` and what is below it.
enum MessageBatches {
    static func create(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        _ = try AnthropicVersion(header: request.fields["anthropic-version"])
        let wanted = try MessageBatchRequest(
            try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        let batch = MessageBatch(
            id: "msgbatch_01" + lab.identifiers.letters(22), requests: wanted.entries.count, created: lab.now())
        // The rules of the version and the day are those of the batch's making.
        var outer = request
        outer.connection = nil
        outer.body = []
        try lab.anthropic.batches.add(
            batch, wanted.entries, bytes: request.body.count, organization: request.organization, now: lab.now
        ) { [outer] parameters in
            try await lab.answer("POST", "/v1/messages", parameters, for: outer)
        }
        return .json(batch.json(origin: request.origin))
    }

    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        _ = try AnthropicVersion(header: request.fields["anthropic-version"])
        let batches = lab.anthropic.batches.batches(of: request.organization)
        return .json(
            try request.page().json(of: batches, id: \.id, json: { $0.json(origin: request.origin) }))
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        .json(try batch(request, lab).json(origin: request.origin))
    }

    static func cancel(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard try batch(request, lab).status != .ended else {
            throw APIError.anthropic(
                400, "Batch \(request.name) cannot be canceled because it has already finished processing.")
        }
        guard let batch = lab.anthropic.batches.cancel(request.name, of: request.organization, now: lab.now()) else {
            throw notFound(request)
        }
        return .json(batch.json(origin: request.origin))
    }

    static func delete(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard try batch(request, lab).status == .ended else {
            throw APIError.anthropic(
                400, "Batch \(request.name) cannot be deleted while it is in progress. Cancel it first.")
        }
        lab.anthropic.batches.remove(request.name, of: request.organization)
        return .json(["id": .string(request.name), "type": "message_batch_deleted"])
    }

    /// JSON Lines: a result a line.
    static func results(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        _ = try batch(request, lab)
        guard let results = lab.anthropic.batches.results(of: request.name, of: request.organization) else {
            throw APIError.anthropic(
                400, "Batch \(request.name) has no available results: its processing has not ended.")
        }
        return .bytes(results.flatMap { $0.bytes + [UInt8(ascii: "\n")] }, type: "application/x-jsonl")
    }

    private static func batch(_ request: LabRequest, _ lab: Lab) throws -> MessageBatch {
        _ = try AnthropicVersion(header: request.fields["anthropic-version"])
        guard let batch = lab.anthropic.batches.batch(request.name, of: request.organization) else {
            throw notFound(request)
        }
        return batch
    }

    private static func notFound(_ request: LabRequest) -> APIError {
        .anthropic(404, "Message batch not found: \(request.name)")
    }
}

extension LabRequest {
    fileprivate var organization: String { caller?.organization ?? "" }

    /// Scheme and authority under which the client reached the lab.
    fileprivate var origin: String { "http://\(fields["host"] ?? "127.0.0.1")" }
}
