public import Sampling
public import Terminal
public import Tokenization

/// An exploration of what the sampler's settings do to one distribution after the other: key in, state out.
///
/// Pure: it neither draws on a screen nor runs a model. When ``handle(_:dials:)`` answers `.predict`, the owner runs the
/// model on ``tokens`` and hands the logits to ``predicted(_:)``.
public struct ExploreState: Sendable {
    /// What the owner has to do.
    public enum Effect: Hashable, Sendable {
        case none
        /// The logits after ``tokens`` are needed.
        case predict
        case leave
    }

    /// Something to say for once.
    enum Message: Hashable, Sendable {
        case ended, full, atPrompt, neutral, reseeded
    }

    public let prompt: [TokenID]
    public private(set) var settings: SamplingSettings
    public private(set) var seed: UInt64
    public private(set) var steps: [ExploreStep] = []
    /// Whether a token is drawn after the other, until a key is pressed: then call ``writeOn()`` again and again.
    public private(set) var isWriting = false
    public private(set) var showsHelp = false
    /// Whether the next draw is shown before it is made.
    public private(set) var peeks = false
    public private(set) var hasFineSteps = false
    /// How many of the ranked tokens are above the first that is shown.
    public private(set) var scroll = 0
    private(set) var message: Message?

    private let ends: Set<TokenID>
    private let contextLength: Int
    private var generator: SeededGenerator
    private var logits: [Float] = []
    private var kept: ExploreReading?

    /// How many steps keep their logits: 200 kB each.
    private static let keptLogits = 64
    private static let scrollStep = 5

    /// - Parameters:
    ///   - ends: the tokens that end a text.
    ///   - logits: those after `prompt`.
    /// - Throws: a `SamplingError` for settings or logits that no distribution can come from.
    public init(
        prompt: [TokenID], logits: [Float], settings: SamplingSettings = SamplingSettings(), seed: UInt64 = 0,
        ends: Set<TokenID> = [], contextLength: Int = .max
    ) throws {
        self.prompt = prompt
        self.logits = logits
        self.settings = settings
        self.seed = seed
        self.ends = ends
        self.contextLength = contextLength
        generator = SeededGenerator(seed: seed)
        _ = try reading()
    }

    /// The text so far: the prompt and what was drawn.
    public var tokens: [TokenID] { prompt + drawn }
    public var drawn: [TokenID] { steps.map(\.token) }

    /// The random number of the next draw.
    public var upcoming: Double {
        var generator = generator
        return uniform(using: &generator)
    }

    /// Whether the text has ended: nothing can be drawn.
    var hasEnded: Bool { steps.last.map { ends.contains($0.token) } ?? false }

    /// What the settings make of the logits; worked out once for each state.
    public mutating func reading() throws -> ExploreReading {
        if let kept { return kept }
        let history = TokenHistory(
            prompt: settings.countsTokens ? prompt.map { Int($0) } : [],
            completion: settings.countsTokens ? drawn.map { Int($0) } : [])
        let reading = try ExploreReading(settings, logits: logits, history: history)
        kept = reading
        return reading
    }

    // MARK: What happens

    /// - Parameter dials: the dial that each row of the screen shows, for the wheel.
    public mutating func handle(_ key: Key, dials: [Int: Dial] = [:]) throws -> Effect {
        guard let action = ExploreAction(key, dials: dials) else {
            showsHelp = false
            return .none
        }
        if showsHelp {
            // What is behind the help must not change unseen; Ctrl-C means what it always does.
            showsHelp = false
            return key == .control("c") ? .leave : .none
        }
        return try perform(action)
    }

    private mutating func perform(_ action: ExploreAction) throws -> Effect {
        message = nil
        if isWriting {
            // The dials work on what is being written.
            switch action {
            case .turn, .changeOrder, .changeSteps, .neutral, .peek, .scroll: break
            case .leave, .help: isWriting = false
            default:
                isWriting = false
                return .none
            }
        }
        switch action {
        case .turn(let dial, let up):
            let fine = hasFineSteps
            change { dial.turn(&$0, up: up, fine: fine) }
        case .changeOrder: change { $0.order = $0.order == .openai ? .llamaCpp : .openai }
        case .neutral:
            change { $0 = SamplingSettings(order: $0.order) }
            message = .neutral
        case .changeSteps: hasFineSteps.toggle()
        case .draw: return try draw()
        case .write:
            isWriting = canDraw()
        case .takeBack: return takeBack()
        case .returnToPrompt: return returnToPrompt()
        case .reseed: reseed()
        case .peek: peeks.toggle()
        case .scroll(let direction):
            scroll = min(max(0, scroll + direction * Self.scrollStep), max(0, logits.count - Self.scrollStep))
        case .help: showsHelp = true
        case .leave: return .leave
        }
        return .none
    }

    /// Draws the next token of those that are written one after the other.
    public mutating func writeOn() throws -> Effect {
        guard isWriting else { return .none }
        let effect = try draw()
        if effect == .none || hasEnded { isWriting = false }
        return effect
    }

    /// Takes the logits after ``tokens``.
    public mutating func predicted(_ logits: [Float]) {
        self.logits = logits
        kept = nil
    }

    private mutating func change(_ body: (inout SamplingSettings) -> Void) {
        let former = settings
        body(&settings)
        if settings != former { kept = nil }
    }

    private mutating func canDraw() -> Bool {
        if hasEnded { message = .ended } else if tokens.count >= contextLength { message = .full }
        return message == nil
    }

    private mutating func draw() throws -> Effect {
        guard canDraw() else { return .none }
        let after = try reading().after
        let before = generator
        let draw = Sampling.draw(from: after, using: &generator)
        steps.append(
            ExploreStep(
                draw: draw, line: after.first(ExploreReading.lineLimit), candidates: after.count, seed: seed,
                generator: before, logits: logits))
        if steps.count > Self.keptLogits { steps[steps.count - 1 - Self.keptLogits].logits = [] }
        scroll = 0
        if hasEnded { message = .ended }
        // What would follow the end of a text is asked too: it stays to be seen what settings do to it.
        return .predict
    }

    private mutating func takeBack() -> Effect {
        guard let step = steps.popLast() else {
            message = .atPrompt
            return .none
        }
        return goBack(to: step)
    }

    private mutating func returnToPrompt() -> Effect {
        guard let first = steps.first else {
            message = .atPrompt
            return .none
        }
        steps = []
        return goBack(to: first)
    }

    private mutating func goBack(to step: ExploreStep) -> Effect {
        seed = step.seed
        generator = step.generator
        scroll = 0
        logits = step.logits
        kept = nil
        return logits.isEmpty ? .predict : .none
    }

    /// Other numbers from here on: the seeds follow each other, so that what was seen can be seen again.
    private mutating func reseed() {
        seed &+= 1
        generator = SeededGenerator(seed: seed)
        message = .reseeded
    }
}
