/// What the providers answer to a model that is not there, or is there for something else. The wording is theirs, as quoted
/// in public repositories.
extension APIError {
    /// The model exists not at all, not yet, or no longer. Only OpenAI tells the last apart.
    static func noModel(_ id: String, facts: ProviderFacts) -> APIError {
        switch facts.provider {
        case .anthropic: .anthropic(404, "model: \(id)")
        case .openai where facts.retired.contains { $0.id == id }:
            .openai(
                404,
                "The model `\(id)` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations",
                code: "model_not_found")
        case .openai:
            .openai(
                404, "The model `\(id)` does not exist or you do not have access to it.", code: "model_not_found")
        }
    }

    /// As OpenAI's `GET /v1/models/{id}` words it.
    public static func unlistedModel(_ id: String) -> APIError {
        .openai(404, "The model '\(id)' does not exist", param: "model", code: "model_not_found")
    }

    /// The model exists, and this endpoint does not take it.
    static func wrongEndpoint(_ endpoint: ModelEndpoint, model: ModelFacts, facts: ProviderFacts) -> APIError {
        switch endpoint {
        case .messages, .countTokens, .messageBatches: .anthropic(404, "model: \(model.id)")
        case .chatCompletions where model.endpoints.contains(.responses):
            .openai(
                404, "This model is only supported in v1/responses and not in v1/chat/completions.", param: "model")
        case .chatCompletions:
            .openai(
                404,
                "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use "
                    + "v1/completions?", param: "model")
        case .completions where model.endpoints.contains(.chatCompletions):
            .openai(
                404,
                "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use "
                    + "v1/chat/completions?", param: "model")
        case .completions:
            .openai(404, "This model is not supported in the v1/completions endpoint.", param: "model")
        case .embeddings: .openai(403, "You are not allowed to generate embeddings from this model")
        case .imageGenerations:
            .openai(400, "Invalid model \(model.id). The model argument should be left blank.")
        case .responses:
            .openai(
                400, "The requested model '\(model.id)' cannot be used with the Responses API.", param: "model",
                code: "unsupported_model")
        case .fineTuningJobs:
            .openai(
                400, "Model \(model.id) is not available for fine-tuning or does not exist.",
                code: "model_not_available")
        case .audioTranscriptions, .moderations, .batches:
            .openai(
                400,
                "Invalid value: '\(model.id)'. Supported values are: "
                    + Self.list(facts.models(at: endpoint).map(\.id)) + ".", param: "model", code: "invalid_value")
        }
    }

    /// `'a', 'b', and 'c'`
    static func list(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        switch quoted.count {
        case 0...1: return quoted.first ?? ""
        case 2: return "\(quoted[0]) and \(quoted[1])"
        default: return quoted.dropLast().joined(separator: ", ") + ", and " + quoted[quoted.count - 1]
        }
    }
}
