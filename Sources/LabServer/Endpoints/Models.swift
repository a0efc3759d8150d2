internal import ModelAPI

/// `GET /v1/models` and `GET /v1/models/{id}`, in the shape of the provider whose client asks.
enum Models {
    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .anthropic else { return .json(lab.facts(for: request).openaiListJSON) }
        _ = try AnthropicVersion(header: request.fields["anthropic-version"])
        var limit = 20
        if let text = request.query["limit"] {
            guard let number = Int(text), (1...1000).contains(number) else {
                throw APIError.anthropic(400, "limit: Input should be a valid integer from 1 to 1000")
            }
            limit = number
        }
        return .json(
            lab.facts(for: request).anthropicPageJSON(
                limit: limit, after: request.query["after_id"], before: request.query["before_id"]))
    }

    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        guard request.provider == .anthropic else {
            guard let model = lab.facts(for: request).model(request.name) else {
                throw APIError.openai(
                    404, "The model '\(request.name)' does not exist", param: "model", code: "model_not_found")
            }
            return .json(model.openaiJSON)
        }
        _ = try AnthropicVersion(header: request.fields["anthropic-version"])
        guard let model = lab.facts(for: request).model(request.name) else {
            throw APIError.anthropic(404, "model: \(request.name)")
        }
        return .json(model.anthropicJSON)
    }
}
