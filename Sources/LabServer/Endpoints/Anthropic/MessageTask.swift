internal import LanguageModel
internal import ModelAPI
internal import Sampling

/// A message request, checked and tokenised: what both an answer and a count begin with.
struct MessageTask: Sendable {
    let request: MessageRequest
    let named: NamedModel
    let abilities: ModelAbilities
    let prepared: PreparedTask
    /// All tokens of the prompt, those included that the local model does not read.
    let inputTokens: Int

    /// Throws the error that the provider answers.
    init(_ request: LabRequest, _ lab: Lab, for purpose: MessageRequest.Purpose) async throws {
        let version = try AnthropicVersion(header: request.fields["anthropic-version"])
        let message = try MessageRequest(
            try request.json(depth: lab.limits.jsonDepth), version: version, facts: lab.facts(for: request),
            for: purpose)
        let named = try lab.model(
            message.model, at: purpose == .answer ? .messages : .countTokens, for: request,
            allowing: message.maxTokens)
        try message.check(against: named.facts)
        abilities = ModelAbilities(named.facts)
        let prompt = MessagePrompt(message)
        // A top_k of 0 cuts nothing off.
        let topK = message.topK.flatMap { $0 > 0 ? $0 : nil }
        let context = named.facts.context - prompt.unreadTokens
        // Newer models stop at the end of their context, the older ones refuse what may not fit.
        let isBounded = purpose == .answer && !abilities.stopsAtContext
        let task = TextTask(
            prompt: .turns(prompt.turns), writer: named.writer,
            settings: SamplingSettings(temperature: message.temperature ?? 1, topP: message.topP ?? 1, topK: topK),
            stop: message.stopSequences, maxTokens: isBounded ? message.maxTokens : nil, context: max(1, context),
            output: message.maxTokens ?? named.facts.output)
        do {
            prepared =
                purpose == .answer
                ? try await lab.prepare(
                    task, for: request, maxTokens: message.maxTokens, unreadTokens: prompt.unreadTokens)
                : try await lab.engine.prepare(task)
        } catch let overflow as ContextOverflow {
            throw Self.error(for: overflow, unread: prompt.unreadTokens)
        }
        inputTokens = prepared.promptTokens + prompt.unreadTokens
        self.request = message
        self.named = named
    }

    private static func error(for overflow: ContextOverflow, unread: Int) -> APIError {
        let (prompt, context) = (overflow.promptTokens + unread, overflow.context + unread)
        guard let completion = overflow.completionTokens else {
            return .anthropic(400, "prompt is too long: \(prompt) tokens > \(context) maximum")
        }
        return .anthropic(
            400,
            "input length and `max_tokens` exceed context limit: \(prompt) + \(completion) > \(context), decrease input "
                + "length or `max_tokens` and try again")
    }

    // MARK: Usage

    /// The usage before the first token of the answer. Reads and writes the caller's cache.
    func usage(for request: LabRequest, _ lab: Lab) async throws -> MessageUsage {
        var usage = MessageUsage(
            input: inputTokens, output: 0, serviceTier: request.connection == nil ? "batch" : "standard",
            inferenceGeo: self.request.inferenceGeo ?? (abilities.thinksAdaptively ? "global" : "not_available"),
            speed: self.request.speed)
        guard let minimum = abilities.shortestCachedPrompt, inputTokens > minimum else { return usage }
        let outline = self.request.cacheOutline(scope: "\(request.caller?.organization ?? "") \(named.name)")
        guard !outline.marks.isEmpty else { return usage }
        let marks = try await lab.engine.run { [prepared, inputTokens] in
            outline.counted(with: prepared.model, total: inputTokens)
        }
        let use = lab.anthropic.cache.use(outline.prefixes, marks: marks, minimum: minimum, now: lab.now())
        usage.cacheRead = use.read
        usage.cacheCreation = use.created
        usage.input = inputTokens - use.read - usage.cacheCreationTotal
        return usage
    }
}
