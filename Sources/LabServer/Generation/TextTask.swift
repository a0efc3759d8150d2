internal import LanguageModel
internal import Sampling
internal import Tokenization

/// What to write, in no provider's terms.
struct TextTask: Sendable {
    /// What the text goes on from.
    enum Prompt: Sendable {
        case turns([ChatTurn])
        case text(String)
        case tokens([TokenID])

        /// About how long it is to tokenise.
        var byteCount: Int {
            switch self {
            case .turns(let turns): turns.reduce(0) { $0 + $1.text.utf8.count }
            case .text(let text): text.utf8.count
            case .tokens: 0
            }
        }
    }

    var prompt: Prompt
    var writer: Writer
    var settings: SamplingSettings
    var stop: [String]
    /// What the client allows; `nil` for as much as there may be.
    var maxTokens: Int?
    /// How many tokens prompt and answer of the named model may have together.
    var context: Int
    /// How many tokens an answer of the named model may have.
    var output: Int
    /// How many of the most probable tokens each token is to come with; `nil` for none, and no log-probability.
    var alternatives: Int?
    /// What the text has to be, if it has to be JSON.
    var shape: JSONShape?
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
        tokens =
            switch task.prompt {
            case .turns(let turns): model.promptTokens(for: turns)
            case .text(let text): model.promptTokens(for: text)
            case .tokens(let tokens): tokens
            }
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
            if case .turns(let turns) = task.prompt {
                tokens = model.promptTokens(for: model.turnsThatFit(turns, leaving: reserve))
            }
            if tokens.count + reserve > model.contextLength {
                tokens = Array(tokens.suffix(model.contextLength - reserve))
            }
        }
    }
}

extension PreparedTask {
    /// The answer with the fields that tell what wrote it.
    func mark(_ reply: LabReply) -> LabReply { reply.written(by: task.writer.name, isTruncated: isTruncated) }
}
