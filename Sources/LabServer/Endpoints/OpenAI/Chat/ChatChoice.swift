internal import LanguageModel
internal import ModelAPI

/// Writes one choice of a chat completion, piece by piece.
struct ChatChoice: Sendable {
    enum Piece: Sendable {
        case text(String, logprobs: [ChatTokenLogprob])
        /// A call begins.
        case call(index: Int, id: String, ChatTool)
        case arguments(index: Int, String, ChatTool)
        /// Why it ended, as `finish_reason` has it.
        case end(String)
    }

    /// What calls need: all of it but the tools is the same for every choice.
    struct Calls: Sendable {
        var tools: [ChatTool]
        var shapes: [JSONShape?]
        var prompt: ChatPrompt
        /// The task of the answer; each call's is made of it.
        var task: TextTask
        /// How many tokens all calls together may have.
        var limit: Int
        var identifiers: Identifiers
        var endReason: String
    }

    private enum Stage: Sendable {
        case text(RunningText)
        /// The call at a place is being written; it has begun if there is a text.
        case call(Int, RunningText?)
        case over
    }

    private var stage: Stage
    private let calls: Calls?
    private let engine: Engine
    private let seed: UInt64
    /// What the assistant has written of its calls.
    private var opening = ""
    /// The arguments of the call that is being written.
    private var arguments = ""
    private var earlierTokens = 0
    /// How many tokens it has so far.
    private(set) var tokens = 0

    /// A choice in words.
    init(_ text: RunningText, engine: Engine) {
        stage = .text(text)
        calls = nil
        self.engine = engine
        seed = 0
    }

    /// A choice of calls, of which the first is begun: an error with it comes before the answer does.
    init(_ calls: Calls, engine: Engine, seed: UInt64, isWanted: @escaping @Sendable () -> Bool) async throws {
        self.calls = calls
        self.engine = engine
        self.seed = seed
        stage = .call(0, nil)
        first = try await begin(0, calls, isWanted: isWanted)
        self.isWanted = isWanted
    }

    private var first: RunningText?
    private var isWanted: @Sendable () -> Bool = { true }

    /// What comes next; the last piece of all is an end. With `atOnce` all of a text comes in one piece.
    mutating func next(atOnce: Bool) async throws -> [Piece] {
        switch stage {
        case .over: return []
        case .text(let text):
            let step = try await atOnce ? text.rest() : text.next()
            tokens = step.tokens
            var pieces: [Piece] = []
            if !step.text.isEmpty || !step.written.isEmpty {
                pieces.append(.text(step.text, logprobs: step.written.map { ChatTokenLogprob($0) }))
            }
            if let finish = step.finish {
                stage = .over
                pieces.append(.end(finish == .maxTokens ? "length" : "stop"))
            }
            return pieces
        case .call(let place, let text): return try await call(place, text, atOnce: atOnce)
        }
    }

    // MARK: Calls

    private mutating func call(_ place: Int, _ text: RunningText?, atOnce: Bool) async throws -> [Piece] {
        guard let calls else { return [] }
        let tool = calls.tools[place]
        guard let text else {
            let begun: RunningText
            if let first {
                begun = first
                self.first = nil
            } else {
                begun = try await begin(place, calls, isWanted: isWanted)
            }
            stage = .call(place, begun)
            return [.call(index: place, id: "call_" + calls.identifiers.letters(24), tool)]
        }
        let step = try await atOnce ? text.rest() : text.next()
        tokens = earlierTokens + step.tokens
        arguments += step.text
        var pieces: [Piece] = []
        // The text of a pattern is written as a JSON string, which has to be whole to be read.
        let isQuoted = tool.isCustom && calls.shapes[place] != nil
        if !isQuoted, !step.text.isEmpty { pieces.append(.arguments(index: place, step.text, tool)) }
        guard let finish = step.finish else { return pieces }
        if isQuoted {
            let plain = (try? JSONValue.parse(arguments).string) ?? ""
            pieces.append(.arguments(index: place, plain, tool))
        }
        earlierTokens = tokens
        opening += ChatPrompt.call(opening: tool.name) + arguments + ChatPrompt.callEnd + "\n"
        arguments = ""
        if finish == .maxTokens || place + 1 < calls.tools.count && tokens >= calls.limit {
            stage = .over
            pieces.append(.end("length"))
        } else if place + 1 < calls.tools.count {
            stage = .call(place + 1, nil)
        } else {
            stage = .over
            pieces.append(.end(calls.endReason))
        }
        return pieces
    }

    private func begin(
        _ place: Int, _ calls: Calls, isWanted: @escaping @Sendable () -> Bool
    ) async throws -> RunningText {
        var task = calls.task
        let tool = calls.tools[place]
        task.prompt = .turns(calls.prompt.turns(answering: opening + ChatPrompt.call(opening: tool.name)))
        task.shape = calls.shapes[place]
        // Text without a shape ends where a call does.
        task.stop = task.shape == nil ? ["</tool_call>"] : []
        task.alternatives = nil
        // What is added to the prompt is not the client's: it may not make the prompt too long.
        task.maxTokens = nil
        task.context = .max / 2
        task.output = calls.limit - tokens
        return try await engine.begin(
            try await engine.prepare(task), seed: seed &+ UInt64(place) &* 0xD1B5_4A32_D192_ED03, isWanted: isWanted)
    }
}

extension ChatTokenLogprob {
    init(_ token: RunningText.WrittenToken) {
        func candidate(_ token: RunningText.WrittenToken.Candidate) -> Candidate {
            Candidate(bytes: token.bytes, logprob: token.logProbability)
        }
        self.init(drawn: candidate(token.drawn), top: token.top.map(candidate))
    }
}
