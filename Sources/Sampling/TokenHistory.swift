/// The tokens of a text so far, counted: what repetition, frequency and presence penalties look at.
public struct TokenHistory: Hashable, Sendable {
    /// How far back llama.cpp's penalties look.
    static let window = 64

    private var all: [Int: Int] = [:]
    private var completion: [Int: Int] = [:]
    private var recent: [Int] = []

    public init(prompt: some Sequence<Int> = EmptyCollection(), completion: some Sequence<Int> = EmptyCollection()) {
        for token in prompt { see(token) }
        for token in completion { append(token) }
    }

    /// Adds a token that was drawn.
    public mutating func append(_ token: Int) {
        see(token)
        completion[token, default: 0] += 1
    }

    private mutating func see(_ token: Int) {
        all[token, default: 0] += 1
        // Twice as many as are looked at, so that the old ones are thrown away seldom.
        if recent.count == 2 * Self.window { recent.removeFirst(Self.window) }
        recent.append(token)
    }

    /// How often each token counts for `stage`: see ``SamplingSettings/Order``. Empty for a stage that does not count.
    public func counts(for stage: SamplingStage, in order: SamplingSettings.Order) -> [Int: Int] {
        switch (stage, order) {
        case (.repetitionPenalty, .openai): all
        case (.frequencyPenalty, .openai), (.presencePenalty, .openai): completion
        case (.repetitionPenalty, .llamaCpp), (.frequencyPenalty, .llamaCpp), (.presencePenalty, .llamaCpp):
            recent.suffix(Self.window).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        default: [:]
        }
    }
}
