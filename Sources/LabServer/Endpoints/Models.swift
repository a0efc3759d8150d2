internal import ModelAPI

/// `GET /v1/models` and `GET /v1/models/{id}`, those of the day, in the shape of the provider whose client asks.
enum Models {
    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .openai else { return try AnthropicModels.list(request, lab) }
        return .json(lab.facts(for: request).openaiListJSON)
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .openai else { return try AnthropicModels.retrieve(request, lab) }
        guard let model = lab.facts(for: request).model(request.name) else {
            throw APIError.unlistedModel(request.name)
        }
        return .json(model.openaiJSON)
    }
}
