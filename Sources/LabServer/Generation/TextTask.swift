internal import LanguageModel
internal import Sampling
internal import Tokenization

/// What to write, in no provider's terms.
struct TextTask: Sendable {
    var turns: [ChatTurn]
    var settings: SamplingSettings
    var stop: [String]
    /// What the client allows; `nil` for as much as there may be.
    var maxTokens: Int?
    /// How many tokens prompt and answer of the named model may have together.
    var context: Int
    /// How many tokens an answer of the named model may have.
    var output: Int
}

/// The conversation does not fit into the context of the model that the client named.
struct ContextOverflow: Error {
    var promptTokens: Int
    /// The tokens asked for, if the prompt alone would fit.
    var completionTokens: Int?
    var context: Int
}

/// A task, tokenised.
struct PreparedTask: Sendable {
    var task: TextTask
    var model: any LanguageModel
    /// What the local model reads.
    var tokens: [TokenID]
    /// How many tokens the whole conversation has, whether or not the local model reads them all.
    var promptTokens: Int
    /// Whether the beginning was left out, for the local model's window.
    var isTruncated: Bool
    /// How many tokens to write at most.
    var limit: Int

    init(_ task: TextTask, model: any LanguageModel) throws {
        self.task = task
        self.model = model
        tokens = model.promptTokens(for: task.turns)
        promptTokens = tokens.count
        guard promptTokens < task.context else {
            throw ContextOverflow(promptTokens: promptTokens, completionTokens: nil, context: task.context)
        }
        if let maxTokens = task.maxTokens, promptTokens + maxTokens > task.context {
            throw ContextOverflow(promptTokens: promptTokens, completionTokens: maxTokens, context: task.context)
        }
        limit = min(task.maxTokens ?? task.output, task.context - promptTokens)
        // The local window may be smaller than the named model's: then the newest turns have to do.
        let reserve = min(limit, model.contextLength / 4)
        isTruncated = tokens.count + reserve > model.contextLength
        if isTruncated {
            tokens = model.promptTokens(for: model.turnsThatFit(task.turns, leaving: reserve))
            if tokens.count + reserve > model.contextLength {
                tokens = Array(tokens.suffix(model.contextLength - reserve))
            }
        }
    }
}
