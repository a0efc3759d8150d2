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
    /// Up to so many tokens an answer is a short one, such as a label or a number. There a model of the small tier is written by
    /// the weakest model at hand, so that what is saved by asking a cheap model costs something: it is right less often.
    static let shortAnswer = 16

    /// Tokenises what a request asks for, and takes the tokens from its limits. Throws ``ContextOverflow``, or the provider's
    /// error if the limits do not allow it.
    ///
    /// - Parameters:
    ///   - maxTokens: what the client allows for all answers together, if that is not what the task says.
    ///   - unreadTokens: tokens of the prompt that the local model does not read, such as those of images.
    func prepare(
        _ task: TextTask, for request: LabRequest, maxTokens: Int? = nil, unreadTokens: Int = 0
    ) async throws -> PreparedTask {
        let prepared = try await engine.prepare(task)
        let characters: Int? =
            switch task.prompt {
            case .turns(let turns): turns.reduce(0) { $0 + $1.text.utf8.count }
            case .text(let text): text.utf8.count
            case .tokens: nil
            }
        try request.ticket.reserve(
            promptTokens: prepared.promptTokens + unreadTokens, characters: characters,
            maxTokens: maxTokens ?? task.maxTokens ?? 0)
        return prepared
    }

    /// The model that a request names, and what writes for it.
    ///
    /// - Parameter tokens: how many tokens the request allows the answer.
    /// - Throws: the error that the provider answers if there is no such model on the day, or not for this endpoint.
    func model(
        _ id: String, at endpoint: ModelEndpoint, for request: LabRequest, allowing tokens: Int? = nil
    ) throws(APIError) -> NamedModel {
        if let tuned = state.tunedModels.item(id, owner: request.owner) {
            // What was tuned keeps its base's limits.
            var facts = try facts(for: request).model(tuned.base, at: endpoint)
            facts.id = id
            facts.serves = nil
            return NamedModel(facts: facts, writer: .model(tuned.model))
        }
        let facts = try facts(for: request).model(id, at: endpoint)
        try request.ticket.admit(model: facts.serves ?? facts.id)
        let isHandicapped = facts.tier == .small && tokens.map { $0 <= Self.shortAnswer } ?? false
        return NamedModel(
            facts: facts, writer: .named(isHandicapped ? engine.weakestModelName : engine.modelName))
    }
}
