public import LanguageModel
internal import ModelAPI
public import Sampling
internal import Synchronization
public import Tokenization

/// The next token's distribution after some text, as a command computed it.
public struct ProjectorFigure: Sendable {
    /// How many tokens the page lists.
    static let rowLimit = 8

    public var model: any LanguageModel
    public var promptTokens: [TokenID]
    /// What was generated so far, which the penalties count apart from the prompt.
    public var completionTokens: [TokenID]
    public var trace: SamplingTrace
    /// The logits that the trace was made from. When they are `nil` and the page's sliders move, the model is asked for them
    /// in full precision.
    public var logits: [Float]?
    /// The token that was drawn.
    public var drawn: TokenID?

    public init(
        model: any LanguageModel, promptTokens: [TokenID], completionTokens: [TokenID] = [], trace: SamplingTrace,
        logits: [Float]? = nil, drawn: TokenID? = nil
    ) {
        self.model = model
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.trace = trace
        self.logits = logits
        self.drawn = drawn
    }

    // MARK: JSON

    /// The numbers, as `distribution --json` gives them.
    func json(subject: Int) -> JSONValue {
        let (before, after) = (trace.before, trace.after)
        var rows = before.first(Self.rowLimit).map(\.token)
        // What was drawn is to be seen, however improbable it was.
        if let drawn, !rows.contains(Int(drawn)) { rows[rows.count - 1] = Int(drawn) }
        let settings = trace.settings
        return .object([
            "subject": .integer(subject), "model": .string(model.id),
            "settings": .object([
                "temperature": .number(settings.temperature), "top_p": .number(settings.topP),
                "top_k": settings.topK.map { .integer($0) } ?? .null,
            ]),
            "others": .string(otherSettings),
            "vocabulary": .integer(before.vocabularySize), "before": Self.summary(of: before),
            "after": Self.summary(of: after), "drawn": drawn.map { .integer(Int($0)) } ?? .null,
            "rows": .array(rows.map { row(of: $0) }),
            "cuts": .array(
                trace.stages.filter { $0.kept < $0.received }.map { stage in
                    .object([
                        "stage": .string(stage.name), "setting": .string(stage.setting),
                        "kept": .integer(stage.kept), "mass": .number(stage.removedMass),
                    ])
                }),
        ])
    }

    private func row(of token: Int) -> JSONValue {
        let (before, after) = (trace.before, trace.after)
        return .object([
            "id": .integer(token), "token": .string(model.tokenizer.displayText(of: TokenID(token))),
            "rank": .integer(before.rank(of: token).map { $0 + 1 } ?? before.count),
            "before": .number(before.probability(of: token)), "after": .number(after.probability(of: token)),
            "kept": .bool(after.contains(token)),
        ])
    }

    private static func summary(of distribution: Distribution) -> JSONValue {
        .object([
            "kept": .integer(distribution.count), "entropy_bits": .number(distribution.entropy),
            "perplexity": .number(distribution.perplexity), "nucleus_0.9": .integer(distribution.nucleusCount(0.9)),
        ])
    }

    /// What is set beside temperature, top-p and top-k, which have sliders of their own.
    private var otherSettings: String {
        let known: [SamplingStage] = [.temperature, .topP, .topK]
        var parts = trace.stages.filter { !$0.isOff && !known.contains($0.stage) }.map { "\($0.name) \($0.setting)" }
        if trace.settings.order != .openai { parts.append("order \(trace.settings.order.rawValue)") }
        return parts.joined(separator: " · ")
    }
}

/// What the page's sliders are moved over: the logits behind the figure that it shows.
final class ProjectorSubject: Sendable {
    /// A viewer names it with what it asks, so that no answer is drawn over another text's.
    let number: Int
    private let figure: ProjectorFigure
    private let logits: Mutex<[Float]?>

    init(number: Int, _ figure: ProjectorFigure) {
        self.number = number
        self.figure = figure
        logits = Mutex(figure.logits)
    }

    /// The same logits through the same sampler, with other settings. May ask the model: not for an event loop.
    func figure(temperature: Double, topP: Double, topK: Int?) throws -> ProjectorFigure {
        var settings = figure.trace.settings
        (settings.temperature, settings.topP, settings.topK) = (temperature, topP, topK)
        let chain = try SamplingChain(settings)
        let tokens = figure.promptTokens + figure.completionTokens
        let logits = try logits.withLock { logits in
            if let logits { return logits }
            let computed = try figure.model.exact.makeContext().logits(appending: tokens)
            logits = computed
            return computed
        }
        var moved = figure
        moved.trace = try chain.trace(
            logits: logits,
            history: TokenHistory(
                prompt: figure.promptTokens.map { Int($0) }, completion: figure.completionTokens.map { Int($0) }))
        return moved
    }
}
