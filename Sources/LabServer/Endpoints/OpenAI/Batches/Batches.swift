internal import ModelAPI

/// `/v1/batches`
enum Batches {
    private static let endpoints = [
        "/v1/responses", "/v1/chat/completions", "/v1/embeddings", "/v1/completions", "/v1/moderations",
    ]
    private static let known: Set<String> = [
        "input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after",
    ]

    static func create(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let fields = try OpenAIFields(
            body: try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        try fields.refuseUnknown(but: known)
        let input = try fields.requiredString("input_file_id")
        guard let endpoint = try fields.choice("endpoint", of: endpoints) else {
            throw OpenAIFields.missing("endpoint")
        }
        guard let window = try fields.string("completion_window") else {
            throw OpenAIFields.missing("completion_window")
        }
        guard window == "24h" else {
            throw APIError.openai(
                400, "Invalid value: '\(window)'. Value must be '24h'.", param: "completion_window",
                code: "invalid_value")
        }
        guard let file = lab.file(input, of: request) else {
            throw APIError.openai(
                400, "The provided input_file_id '\(input)' was not found.", param: "input_file_id",
                code: "invalid_file_id")
        }
        guard file.purpose == .batch else {
            throw APIError.openai(
                400, "The provided input_file_id has the purpose '\(file.purpose.rawValue)'; it has to be 'batch'.",
                param: "input_file_id", code: "invalid_file_purpose")
        }
        let batch = OpenAIBatch(
            id: "batch_" + lab.identifiers.hex(32), endpoint: endpoint, inputFile: input, created: lab.now(),
            metadata: fields.value("metadata") == nil ? .null : .object(try fields.metadata()),
            outputLife: try outputLife(fields))
        lab.state.batches.add(batch, id: batch.id, owner: request.owner)
        let worker = BatchWorker(lab: lab, batch: batch.id, request: request.detached)
        Task(priority: .utility) { await worker.run() }
        return .json(batch.json)
    }

    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        .json(try ListPage.json(lab.state.batches.items(of: request.owner).map { ($0.id, $0.item.json) }, for: request))
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply { .json(try batch(request, lab).json) }

    static func cancel(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        let before = try batch(request, lab)
        let now = lab.now()
        let isCancelled = lab.state.batches.update(before.id) { batch in
            switch batch.status {
            case .validating, .inProgress, .finalizing: batch.move(to: .cancelling, at: now)
            case .cancelling, .cancelled: break
            case .failed, .completed, .expired: return false
            }
            return true
        }
        guard isCancelled == true else {
            throw APIError.openai(
                409, "Cannot cancel a batch with status '\(before.status.rawValue)'.", code: "batch_not_cancellable")
        }
        return .json(try batch(request, lab).json)
    }

    private static func batch(_ request: LabRequest, _ lab: Lab) throws(APIError) -> OpenAIBatch {
        guard let batch = lab.state.batches.item(request.name, owner: request.owner) else {
            throw .openai(404, "No batch found with id '\(request.name)'.")
        }
        return batch
    }

    private static func outputLife(_ fields: OpenAIFields) throws(APIError) -> Int? {
        guard let value = fields.value("output_expires_after") else { return nil }
        guard value["anchor"] == "created_at", let seconds = value["seconds"]?.int, (3600...2_592_000).contains(seconds)
        else {
            throw .openai(
                400, "Invalid 'output_expires_after': expected the anchor 'created_at' and 3600 to 2592000 seconds.",
                param: "output_expires_after", code: "invalid_value")
        }
        return seconds
    }
}
