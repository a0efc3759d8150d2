import ArgumentParser
import Explorer
import LanguageModel
import Sampling
import Terminal
import Tokenization

struct Explore: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Turn temperature and top-p by keys or wheel and see the distribution move; draw, and go on.",
        discussion: """
            Takes the whole screen. ← → turn the temperature, ↑ ↓ top-p, Enter draws a token, ? lists all keys, q leaves. \
            The options are where the dials stand at first.
            """
    )

    static let needsTerminal = true

    @Argument(parsing: .remaining, help: "The text that the next token follows.")
    var prompt: [String] = []

    @OptionGroup var sampler: SamplerOptions

    @Option(help: "Seed of the random draws.")
    var seed: UInt64 = 0

    mutating func run(in session: Session) async throws {
        guard !prompt.isEmpty else {
            throw Failure("There is no prompt.", next: "For example: explore \"Once upon a\"")
        }
        let prompt = prompt.joined(separator: " ")
        let model = try sampler.choice.model(in: session).exact
        var exploration = try Exploration(
            model: model, prompt: prompt, settings: sampler.settings, seed: seed,
            unicode: session.output.unicode)
        do {
            var projected = session.projectExploration(after: prompt, by: model)
            try exploration.run(on: session.output) { projected?.show($0, drawn: $1) }
        } catch let error as ScreenError {
            throw Failure(
                error.description,
                next: "At a terminal it works; `distribution`, with the same prompt and options, prints anywhere.")
        }
        session.say(DisplayText(prompt, style: .dim) + DisplayText(exploration.written))
        session.sayWrapped([DisplayText("  \(exploration.summary)", style: .dim)])
    }
}

/// An exploration on a screen: keys to the state, the state to frames, the model asked in between.
@MainActor
private struct Exploration {
    private let model: any LanguageModel
    private let view: ExploreView
    private var state: ExploreState
    private var context: any ModelContext
    /// What `context` has read.
    private var read: [TokenID]

    /// How long a token that is written on stays before the next comes.
    private static let pace: Duration = .milliseconds(150)
    /// How many tokens are read between two looks at whether Ctrl-C was pressed.
    private static let chunk = 32

    init(model: any LanguageModel, prompt: String, settings: SamplingSettings, seed: UInt64, unicode: Bool) throws {
        self.model = model
        view = ExploreView(model: model.id, tokenizer: model.tokenizer, prompt: prompt, unicode: unicode)
        read = model.promptTokens(for: prompt)
        context = model.makeContext()
        let logits = try Self.logits(in: context, reading: read)
        state = try ExploreState(
            prompt: read, logits: logits, settings: settings, seed: seed, ends: model.endTokens,
            contextLength: model.contextLength)
    }

    /// - Parameter onFrame: called with what each frame shows, and the tokens drawn so far.
    mutating func run(on output: any TextOutput, onFrame: (ExploreReading, [TokenID]) -> Void) throws {
        let screen = try Screen(on: output)
        defer { screen.close() }
        while !screen.isClosed {
            let frame = view.frame(state, try state.reading(), on: screen.size)
            screen.show(frame.lines)
            onFrame(try state.reading(), state.drawn)
            var event = screen.next(timeout: state.isWriting ? Self.pace : nil)
            // All that has come meanwhile is taken before the next frame: held keys never run behind.
            while true {
                switch event {
                case .key(let key):
                    switch try state.handle(key, dials: frame.dials) {
                    case .none: break
                    case .predict: try predict()
                    case .leave: return
                    }
                case .timedOut: if state.isWriting, try state.writeOn() == .predict { try predict() }
                case .interrupted: throw CancellationError()
                case .endOfInput: return
                case .resized: break
                }
                try Task.checkCancellation()
                if event == .timedOut { break }
                event = screen.next(timeout: .zero)
                if event == .timedOut { break }
            }
        }
    }

    /// Gives the state the logits that it asks for.
    private mutating func predict() throws {
        let tokens = state.tokens
        if !tokens.starts(with: read) || tokens.count == read.count {
            context = model.makeContext()
            read = []
        }
        state.predicted(try Self.logits(in: context, reading: Array(tokens[read.count...])))
        read = tokens
    }

    private static func logits(in context: any ModelContext, reading tokens: [TokenID]) throws -> [Float] {
        var logits: [Float] = []
        var rest = tokens[...]
        repeat {
            try Task.checkCancellation()
            logits = try context.logits(appending: Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
        } while !rest.isEmpty
        return logits
    }

    /// What was drawn.
    var written: String { model.tokenizer.decode(state.drawn) }

    /// What the dials stood at, as options for other commands.
    var summary: String {
        let settings = state.settings
        var options = ["-T \(Number.short(settings.temperature))"]
        if settings.topP < 1 { options.append("--top-p \(Number.short(settings.topP))") }
        if let topK = settings.topK { options.append("--top-k \(topK)") }
        if settings.minP > 0 { options.append("--min-p \(Number.short(settings.minP))") }
        if settings.order != .openai { options.append("--order \(settings.order.rawValue)") }
        return "\(Number.tokens(state.steps.count)) drawn · the dials stood at \(options.joined(separator: " "))"
    }
}
