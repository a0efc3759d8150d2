internal import ModelAPI

/// `GET /v1/models` and `GET /v1/models/{id}`, in the shape of the provider whose client asks.
enum Models {
    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .openai else { return try AnthropicModels.list(request, lab) }
        return .json(lab.facts(for: request).openaiListJSON)
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .openai else { return try AnthropicModels.retrieve(request, lab) }
        guard let model = lab.facts(for: request).model(request.name) else {
            throw APIError.openai(
                404, "The model '\(request.name)' does not exist", param: "model", code: "model_not_found")
        }
        return .json(model.openaiJSON)
    }
}
