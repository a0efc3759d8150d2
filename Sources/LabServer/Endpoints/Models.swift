internal import ModelAPI

/// `GET /v1/models` and `GET /v1/models/{id}`, those of the day, in the shape of the provider whose client asks.
enum Models {
    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .openai else { return try AnthropicModels.list(request, lab) }
        guard case .object(var page) = lab.facts(for: request).openaiListJSON else { return .json([]) }
        let tuned = lab.state.tunedModels.items(of: request.owner).map(\.item.json)
        page["data"] = .array((page["data"]?.array ?? []) + tuned)
        return .json(.object(page))
    }

    /// Deletes a model that the caller's jobs have made.
    static func delete(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .openai else {
            throw APIError.anthropic(405, "Method Not Allowed", type: "invalid_request_error")
        }
        guard lab.state.tunedModels.remove(request.name, owner: request.owner) != nil else {
            guard lab.facts(for: request).model(request.name) == nil else {
                throw APIError.openai(403, "You have insufficient permissions for this operation.")
            }
            throw APIError.openai(
                404, "The model '\(request.name)' does not exist", param: "model", code: "model_not_found")
        }
        return .json(["id": .string(request.name), "object": "model", "deleted": true])
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .openai else { return try AnthropicModels.retrieve(request, lab) }
        if let tuned = lab.state.tunedModels.item(request.name, owner: request.owner) { return .json(tuned.json) }
        guard let model = lab.facts(for: request).model(request.name) else {
            throw APIError.unlistedModel(request.name)
        }
        return .json(model.openaiJSON)
    }
}
