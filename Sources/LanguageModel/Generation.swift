import Sampling
public import Tokenization

/// The loop that turns a prompt into text: logits, sampling, a draw, the stop check, text.
///
/// The same prompt, options and seed give the same tokens. Text is released only when it is certain: a character whose
/// bytes are not all there, and what may be the beginning of a stop string, are held back.
///
///     var generation = try Generation(model: model, prompt: model.tokenizer.encode("Once upon a"), options: options)
///     while let step = try generation.next() { print(step.text, terminator: "") }
///     print(generation.finish!)
///
/// Whoever runs many texts in common passes gets the logits elsewhere and hands them in:
///
///     let logits = try context.logits(appending: generation.pendingTokens)
///     let step = try generation.next(logits: logits)
///
/// Hold a generation in one variable: copies would share the model's context.
public struct Generation {
    public let model: any LanguageModel
    public let promptTokenCount: Int
    /// The tokens generated so far that count: an end token does not, and nor is it text.
    public private(set) var completionTokenCount = 0
    /// The text released so far.
    public private(set) var text = ""
    /// Why it ended; `nil` until then.
    public private(set) var finish: FinishReason?

    private let options: GenerationOptions
    private var constraint: (any TokenConstraint)?
    private var allowed: AllowedTokens?
    private let chain: SamplingChain
    private let limit: Int
    /// Made when ``next()`` is first called: whoever hands in logits needs none.
    private var context: (any ModelContext)?
    private var history: TokenHistory
    /// The tokens of the text that the logits for the next step are to come after: first the prompt, then the one token
    /// drawn last.
    public private(set) var pendingTokens: [TokenID]
    private var generator: SeededGenerator
    private var assembler = TextAssembler()
    private var matcher: StopMatcher

    /// Throws a `SamplingError` for settings or stop strings that cannot be, and a ``ModelError`` for a prompt longer
    /// than the model's context or a negative `maxTokens`. With `maxTokens` 0 it is finished at once.
    public init(model: any LanguageModel, prompt: [TokenID], options: GenerationOptions = GenerationOptions()) throws {
        chain = try SamplingChain(options.settings)
        matcher = try StopMatcher(options.stop)
        guard prompt.count <= model.contextLength else {
            throw ModelError.promptTooLong(tokens: prompt.count, contextLength: model.contextLength)
        }
        if let maxTokens = options.maxTokens, maxTokens < 0 { throw ModelError.negativeMaxTokens(maxTokens) }
        limit = min(options.maxTokens ?? .max, model.contextLength - prompt.count)
        if limit == 0 { finish = .maxTokens }
        self.model = model
        self.options = options
        constraint = options.constraint
        allowed = constraint?.allowed()
        promptTokenCount = prompt.count
        pendingTokens = prompt
        history = TokenHistory(prompt: options.settings.countsTokens ? prompt.map { Int($0) } : [])
        generator = SeededGenerator(seed: options.seed)
    }

    /// Generates one token; `nil` after the end. The step that draws an end token is given too.
    public mutating func next() throws -> GenerationStep? {
        guard finish == nil else { return nil }
        let context = context ?? model.makeContext()
        self.context = context
        return try next(logits: try context.logits(appending: pendingTokens))
    }

    /// Generates one token from logits that were computed elsewhere, those after ``pendingTokens``; `nil` after the end.
    ///
    /// Do not mix it with ``next()``, whose context would lack the tokens in between.
    public mutating func next(logits: [Float]) throws -> GenerationStep? {
        try logits.withUnsafeBufferPointer { try next(logits: $0) }
    }

    /// The same with logits that are only lent.
    public mutating func next(logits: UnsafeBufferPointer<Float>) throws -> GenerationStep? {
        guard finish == nil else { return nil }
        let masked = allowed?.masking(logits, endTokens: model.endTokens)
        let (trace, draw): (SamplingTrace?, Draw) =
            options.keepsTrace
            ? try chain.tracedDraw(logits: masked ?? Array(logits), history: history, using: &generator)
            : (nil, try draw(from: logits, masked: masked))
        let token = TokenID(draw.token)
        let (logProbability, alternatives) = try opinion(of: logits, on: token)
        pendingTokens = [token]
        if options.settings.countsTokens { history.append(draw.token) }
        let isEnd = model.endTokens.contains(token)
        let released = isEnd ? flush(for: .endOfText) : take(token)
        text += released
        return GenerationStep(
            token: token, isEnd: isEnd, text: released, held: held, draw: draw, logProbability: logProbability,
            alternatives: alternatives, trace: trace)
    }

    private mutating func draw(from logits: UnsafeBufferPointer<Float>, masked: [Float]?) throws -> Draw {
        guard let masked else { return try chain.draw(logits: logits, history: history, using: &generator) }
        return try chain.draw(logits: masked, history: history, using: &generator)
    }

    /// What is held back of the text so far.
    private var held: HeldText {
        HeldText(text: matcher.pending, stops: matcher.openStops, bytes: assembler.pending)
    }

    /// What was cut off the text, from where the stop string begins that ended it: no step's text holds any of it.
    public var discardedText: String { matcher.discarded }

    /// Generates to the end.
    public mutating func run() throws -> [GenerationStep] {
        var steps: [GenerationStep] = []
        while let step = try next() { steps.append(step) }
        return steps
    }

    /// Adds `token` to the text. Gives what is certain by now.
    private mutating func take(_ token: TokenID) -> String {
        completionTokenCount += 1
        let (release, matched) = matcher.consume(assembler.append(model.tokenizer.bytes(of: token)))
        if let matched {
            finish = .stopSequence(matched)
            return release
        }
        constraint?.advance(by: token)
        allowed = constraint?.allowed()
        // What can only end ends, also if the model has no token for it.
        if allowed?.isOnlyEnd == true { return release + flush(for: .endOfText) }
        return completionTokenCount == limit ? release + flush(for: .maxTokens) : release
    }

    /// Ends the text, and gives what was held back of it. A stop string in that comes before `reason`.
    private mutating func flush(for reason: FinishReason) -> String {
        let (release, matched) = matcher.consume(assembler.finish())
        if let matched {
            finish = .stopSequence(matched)
            return release
        }
        let (rest, lateMatch) = matcher.finish()
        finish = lateMatch.map { .stopSequence($0) } ?? reason
        return release + rest
    }

    private func opinion(of logits: UnsafeBufferPointer<Float>, on token: TokenID) throws -> (Double?, [Alternative]) {
        guard let count = options.alternatives else { return (nil, []) }
        let logProbabilities = try LogProbabilities(logits: Array(logits))
        let alternatives = logProbabilities.top(max(0, count)).map {
            Alternative(
                token: TokenID($0.token), logProbability: logProbabilities.logProbability(of: $0.token))
        }
        return (logProbabilities.logProbability(of: Int(token)), alternatives)
    }
}
