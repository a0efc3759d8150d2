internal import LanguageModel
internal import ModelAPI

/// A model as a client names it: what its provider says of it, and what writes for it here.
struct NamedModel: Sendable {
    var facts: ModelFacts
    var writer: Writer

    /// The name that answers carry: an alias answers with the dated model's.
    var name: String { facts.serves ?? facts.id }
}

/// The local model that writes.
enum Writer: Sendable {
    /// A model of the lab's catalog.
    case named(String)
    /// A model that was made here, such as a tuned one.
    case model(any LanguageModel)

    var name: String {
        switch self {
        case .named(let name): name
        case .model(let model): model.id
        }
    }
}

extension Lab {
    /// The model that a request names. Throws the error that the provider answers if there is none.
    func model(
        _ id: String, at endpoint: ModelEndpoint, for request: LabRequest
    ) throws(APIError) -> NamedModel {
        if let tuned = state.tunedModels.item(id, owner: request.owner) {
            // What was tuned keeps its base's limits.
            var facts = try facts(for: request).model(tuned.base, at: endpoint)
            facts.id = id
            facts.serves = nil
            return NamedModel(facts: facts, writer: .model(tuned.model))
        }
        let facts = try facts(for: request).model(id, at: endpoint)
        return NamedModel(facts: facts, writer: .named(engine.modelName))
    }
}
