internal import ModelAPI

/// `GET /v1/models` and `GET /v1/models/{id}` for Anthropic's clients.
enum AnthropicModels {
    static func list(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        _ = try AnthropicVersion(header: request.fields["anthropic-version"])
        let page = try request.page()
        let stages = request.query.all("lifecycle")
        for stage in stages where !["active", "deprecated", "retired"].contains(stage) {
            throw APIError.anthropic(400, "lifecycle: Input should be 'active', 'deprecated' or 'retired'")
        }
        let shown = stages.isEmpty ? ["active", "deprecated"] : stages
        // An alias is no model of its own.
        let models = lab.facts(for: request).models.filter { $0.serves == nil && shown.contains($0.lifecycle) }
        return .json(try page.json(of: models, id: \.id, json: \.anthropicJSON))
    }

    /// An alias gives the model that it stands for.
    static func retrieve(_ request: LabRequest, _ lab: Lab) throws -> LabReply {
        _ = try AnthropicVersion(header: request.fields["anthropic-version"])
        let facts = lab.facts(for: request)
        guard let model = facts.model(request.name) else { throw APIError.anthropic(404, "model: \(request.name)") }
        return .json((model.serves.flatMap { facts.model($0) } ?? model).anthropicJSON)
    }
}

extension LabRequest {
    /// The part of a list that the query asks for.
    func page() throws(APIError) -> AnthropicPage {
        try AnthropicPage(limit: query["limit"], after: query["after_id"], before: query["before_id"])
    }
}
