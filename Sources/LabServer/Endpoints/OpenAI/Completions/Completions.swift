internal import LanguageModel
internal import ModelAPI
internal import Sampling
internal import Tokenization

/// `POST /v1/completions`
enum Completions {
    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let wanted = try CompletionRequest(
            try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        let named = try lab.model(wanted.model, at: .completions, for: request)
        try wanted.check(against: named.facts)
        guard wanted.bestOf <= lab.limits.choices else {
            let name = wanted.bestOf > wanted.n ? "best_of" : "n"
            throw APIError.openai(
                400, "This lab writes at most \(lab.limits.choices) choices, but '\(name)' is \(wanted.bestOf).",
                param: name, code: "integer_above_max_value")
        }
        var prepared: [PreparedTask] = []
        for prompt in wanted.prompts {
            prepared.append(try await prepare(prompt, of: wanted, named: named, engine: lab.engine))
        }
        let isText = wanted.prompts.allSatisfy { if case .text = $0 { true } else { false } }
        let characters = wanted.prompts.reduce(0) { if case .text(let text) = $1 { $0 + text.utf8.count } else { $0 } }
        try request.ticket.reserve(
            promptTokens: prepared.reduce(0) { $0 + $1.promptTokens }, characters: isText ? characters : nil,
            maxTokens: wanted.maxTokens * wanted.bestOf * prepared.count)
        let answer = CompletionAnswer(wanted, prepared, named: named, request: request, lab: lab)
        let isTruncated = prepared.contains(where: \.isTruncated)
        let reply: LabReply =
            wanted.stream
            ? .events { events in try await answer.stream(to: &events) }
            : .json(try await answer.completion().json)
        return reply.written(by: named.writer.name, isTruncated: isTruncated)
    }

    private static func prepare(
        _ prompt: CompletionRequest.Prompt, of wanted: CompletionRequest, named: NamedModel, engine: Engine
    ) async throws -> PreparedTask {
        let settings = SamplingSettings(
            temperature: wanted.temperature, topP: wanted.topP, frequencyPenalty: wanted.frequencyPenalty,
            presencePenalty: wanted.presencePenalty, logitBias: wanted.logitBias)
        // The best of several is told by its tokens' probabilities.
        let alternatives = wanted.logprobs ?? (wanted.bestOf > wanted.n ? 0 : nil)
        let task = TextTask(
            prompt: try self.prompt(prompt), writer: named.writer, settings: settings, stop: wanted.stop,
            maxTokens: wanted.maxTokens, context: named.facts.context, output: named.facts.output,
            alternatives: alternatives)
        var prepared: PreparedTask
        do {
            prepared = try await engine.prepare(task)
        } catch let overflow as ContextOverflow {
            throw error(for: overflow, maxTokens: wanted.maxTokens)
        }
        let size = prepared.model.tokenizer.vocabularySize
        let named = prepared.tokens.map { Int($0) } + wanted.logitBias.keys
        if let token = named.first(where: { $0 >= size }) {
            throw APIError.openai(
                400, "Token \(token) is not in the vocabulary of this lab's model, whose tokens are 0 to \(size - 1).",
                param: wanted.logitBias[token] == nil ? "prompt" : "logit_bias")
        }
        // As from the beginning of a document.
        if prepared.tokens.isEmpty, let end = prepared.model.endTokens.min() { prepared.tokens = [end] }
        return prepared
    }

    private static func prompt(_ prompt: CompletionRequest.Prompt) throws(APIError) -> TextTask.Prompt {
        switch prompt {
        case .text(let text): return .text(text)
        case .tokens(let tokens):
            guard let wrong = tokens.first(where: { TokenID(exactly: $0).map { $0 < 0 } ?? true }) else {
                return .tokens(tokens.map { TokenID($0) })
            }
            throw .openai(400, "\(wrong) is not a token.", param: "prompt")
        }
    }

    private static func error(for overflow: ContextOverflow, maxTokens: Int) -> APIError {
        .openai(
            400,
            "This model's maximum context length is \(overflow.context) tokens, however you requested "
                + "\(overflow.promptTokens + maxTokens) tokens (\(overflow.promptTokens) in your prompt; \(maxTokens) for "
                + "the completion). Please reduce your prompt; or completion length.")
    }
}
