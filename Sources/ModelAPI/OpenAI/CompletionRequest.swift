/// A request for completions of the older kind, a text that goes on from a prompt, as a server reads it.
public struct CompletionRequest: Hashable, Sendable {
    public enum Prompt: Hashable, Sendable {
        case text(String)
        /// Ids of the local model's vocabulary.
        case tokens([Int])
    }

    /// How many prompts a request may have.
    public static let mostPrompts = 2048

    public var model: String
    /// Each gets ``n`` choices.
    public var prompts: [Prompt]
    public var maxTokens: Int
    public var temperature: Double
    public var topP: Double
    public var n: Int
    /// How many are written, of which the ``n`` most probable are answered.
    public var bestOf: Int
    /// Whether the prompt is given back before each text.
    public var echo: Bool
    /// How many probable tokens are listed at each place; `nil` for no log-probabilities.
    public var logprobs: Int?
    public var stop: [String]
    public var presencePenalty: Double
    public var frequencyPenalty: Double
    public var logitBias: [Int: Double]
    public var seed: Int?
    public var stream: Bool
    public var includesUsage: Bool

    private static let known: Set<String> = [
        "model", "prompt", "max_tokens", "temperature", "top_p", "n", "best_of", "echo", "logprobs", "stop",
        "presence_penalty", "frequency_penalty", "logit_bias", "seed", "stream", "stream_options", "suffix", "user",
    ]

    /// Throws the error that the API answers.
    public init(_ json: JSONValue, facts: ProviderFacts) throws(APIError) {
        let fields = try OpenAIFields(body: json, facts: facts)
        model = try fields.model()
        try fields.refuseUnknown(but: Self.known)
        prompts = try Self.prompts(fields)
        maxTokens = try Self.maxTokens(fields)
        temperature = try fields.decimal("temperature") ?? 1
        topP = try fields.decimal("top_p") ?? 1
        n = try fields.integer("n") ?? 1
        bestOf = try fields.integer("best_of", in: 1...20) ?? n
        echo = try fields.bool("echo") ?? false
        logprobs = try fields.integer("logprobs", in: 0...5)
        stop = try fields.stopSequences()
        presencePenalty = try fields.decimal("presence_penalty") ?? 0
        frequencyPenalty = try fields.decimal("frequency_penalty") ?? 0
        logitBias = try fields.biases()
        seed = try fields.integer("seed")
        stream = try fields.bool("stream") ?? false
        includesUsage = try fields.includesUsage(stream: stream)
        _ = try fields.string("user")
        if let suffix = try fields.string("suffix"), !suffix.isEmpty {
            throw .openai(
                400, "This model does not support the 'suffix' parameter.", param: "suffix",
                code: "unsupported_parameter")
        }
        try checkBestOf()
    }

    private func checkBestOf() throws(APIError) {
        guard bestOf >= n else {
            throw .openai(
                400,
                "You requested that the server return more choices than it will generate (HINT: you must set 'n' "
                    + "(currently \(n)) to be at most 'best_of' (currently \(bestOf)), or omit either parameter if you "
                    + "don't specifically want to use them.)", param: "best_of")
        }
        guard !stream || bestOf == n else {
            throw .openai(
                400, "Results cannot be streamed when 'best_of' is greater than 'n'.", param: "best_of")
        }
    }

    /// Checks what only the model's facts can tell.
    public func check(against model: ModelFacts) throws(APIError) {
        guard maxTokens > model.output else { return }
        throw .openai(
            400,
            "max_tokens is too large: \(maxTokens). This model supports at most \(model.output) completion tokens, "
                + "whereas you provided \(maxTokens).", param: "max_tokens", code: "invalid_value")
    }

    // MARK: Fields

    /// 0 is allowed, for reading a prompt's log-probabilities.
    private static func maxTokens(_ fields: OpenAIFields) throws(APIError) -> Int {
        guard let value = fields.value("max_tokens") else { return 16 }
        guard let number = value.int else { throw OpenAIFields.wrongType("max_tokens", "an integer", value) }
        try OpenAIFields.check(number, "max_tokens", in: 0...Int.max)
        return number
    }

    private static func prompts(_ fields: OpenAIFields) throws(APIError) -> [Prompt] {
        // Without a prompt the model writes as from the beginning of a document.
        guard let value = fields.value("prompt") else { return [.text("")] }
        if let text = value.string { return [.text(text)] }
        guard let list = value.array else { throw OpenAIFields.wrongType("prompt", "a string or an array", value) }
        guard let first = list.first else { throw OpenAIFields.emptyArray("prompt") }
        if first.int != nil { return [.tokens(try tokens(list, "prompt"))] }
        guard list.count <= mostPrompts else { throw OpenAIFields.tooMany("prompt", list.count, most: mostPrompts) }
        var prompts: [Prompt] = []
        for (index, element) in list.enumerated() {
            if let text = element.string {
                prompts.append(.text(text))
            } else if let array = element.array {
                prompts.append(.tokens(try tokens(array, "prompt[\(index)]")))
            } else {
                throw OpenAIFields.wrongType("prompt[\(index)]", "a string or an array of integers", element)
            }
        }
        return prompts
    }

    private static func tokens(_ list: [JSONValue], _ name: String) throws(APIError) -> [Int] {
        var tokens: [Int] = []
        for (index, element) in list.enumerated() {
            guard let token = element.int else {
                throw OpenAIFields.wrongType("\(name)[\(index)]", "an integer", element)
            }
            tokens.append(token)
        }
        return tokens
    }
}
