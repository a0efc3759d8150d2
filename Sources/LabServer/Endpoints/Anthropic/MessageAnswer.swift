internal import LanguageModel
internal import ModelAPI
internal import Tokenization

/// The answer to one message request, streamed or whole.
struct MessageAnswer: Sendable {
    /// What the answer consists of.
    private enum Form: Sendable {
        /// Nothing: the prompt is only cached.
        case nothing
        case text(RunningText)
        /// JSON text that satisfies a schema.
        case json(JSONValue, StructuredWriter)
        /// The use of one of these tools.
        case toolUse([ToolDefinition], StructuredWriter)
    }

    private let task: MessageTask
    private let id: String
    private let toolUseID: String
    private let usage: MessageUsage
    private let diagnostics: JSONValue
    private let form: Form
    private let pingTime: Duration

    init(_ task: MessageTask, for request: LabRequest, lab: Lab) async throws {
        self.task = task
        id = "msg_01" + lab.identifiers.letters(22)
        toolUseID = "toolu_01" + lab.identifiers.letters(22)
        pingTime = lab.limits.heartbeatTime
        usage = try await task.usage(for: request, lab)
        diagnostics = lab.anthropic.records.diagnose(
            task.request, id: id, organization: request.caller?.organization ?? "", model: task.named.name,
            tokens: task.inputTokens)
        let tools = ToolDecision.candidates(for: task.request)
        if task.request.maxTokens == 0 {
            form = .nothing
        } else if !tools.isEmpty {
            let opening = #"<tool_call>{"name": "#
            form = .toolUse(tools, task.writer(opening: opening, root: [:], lab))
        } else if let schema = task.request.output.schema {
            form = .json(schema, task.writer(opening: "", root: schema, lab))
        } else {
            // Whether a stream is wanted, writing it tells.
            let isStreamed = task.request.stream
            form = .text(
                try await lab.engine.begin(
                    task.prepared, seed: lab.identifiers.number(), isWanted: { isStreamed || request.isAwaited }))
        }
    }

    // MARK: Whole

    func message(for request: LabRequest) async throws -> Message {
        var message = Message(
            id: id, model: task.named.name, content: [], stopReason: nil, stopSequence: nil, usage: usage,
            diagnostics: diagnostics)
        var pieces = ""
        let ending = try await write(streamed: false) { event in
            guard request.isAwaited, !Task.isCancelled else { throw ClientLeft() }
            switch event {
            case .contentBlockStart(_, let block): message.content.append(block)
            case .textDelta(_, let text): pieces += text
            case .inputJSONDelta(_, let text): pieces += text
            case .contentBlockStop(let index):
                message.content[index] = message.content[index].holding(pieces)
                pieces = ""
            default: break
            }
        }
        (message.stopReason, message.stopSequence) = (ending.reason, ending.sequence)
        message.usage.output = ending.tokens
        return message
    }

    // MARK: Streamed

    func stream(to events: inout EventWriter) async throws {
        do {
            let start = Message(
                id: id, model: task.named.name, content: [], stopReason: nil, stopSequence: nil, usage: usage,
                diagnostics: diagnostics)
            try await events.write(.messageStart(start))
            let ending = try await write(streamed: true) { try await events.write($0) }
            var usage = usage
            usage.output = ending.tokens
            try await events.write(
                .messageDelta(stopReason: ending.reason, stopSequence: ending.sequence, usage: usage))
            try await events.write(.messageStop)
        } catch let error as ModelError {
            // The status is out already: the error has to be an event.
            var event = APIError.anthropic(500, "The model failed: \(error).")
            event.requestID = events.request.id
            try await events.write(.error(event))
        }
    }

    // MARK: The blocks

    private struct Ending {
        var reason: String
        var sequence: String?
        var tokens: Int
    }

    /// Writes the content's events: all between the message's start and how it ended.
    private func write(
        streamed: Bool, _ emit: (MessageStreamEvent) async throws -> Void
    ) async throws -> Ending {
        switch form {
        case .nothing: return Ending(reason: "max_tokens", tokens: 0)
        case .text(let running):
            try await emit(.contentBlockStart(index: 0, block: .text("")))
            try await emit(.ping)
            // The wait for the first token is the long one.
            var step = streamed ? try await first(of: running, emit) : try await running.rest()
            while true {
                if !step.text.isEmpty || !streamed { try await emit(.textDelta(index: 0, text: step.text)) }
                guard step.finish == nil else { break }
                step = try await running.next()
            }
            try await emit(.contentBlockStop(index: 0))
            return ending(step)
        case .json(let schema, let writer):
            try await emit(.contentBlockStart(index: 0, block: .text("")))
            try await emit(.ping)
            var text = ""
            let isWhole = try await filled {
                try await writer.write(schema, to: &text) { try await emit(.textDelta(index: 0, text: $0)) }
            }
            try await emit(.contentBlockStop(index: 0))
            return Ending(reason: isWhole ? "end_turn" : "max_tokens", tokens: writer.tokenCount(text))
        case .toolUse(let tools, let writer): return try await use(tools, writer, emit)
        }
    }

    private func use(
        _ tools: [ToolDefinition], _ writer: StructuredWriter, _ emit: (MessageStreamEvent) async throws -> Void
    ) async throws -> Ending {
        let names = tools.map { JSONValue.string($0.name).serialized() }
        let tool = tools[try await writer.choice(of: names, after: "")]
        let block = Message.Block.toolUse(id: toolUseID, name: tool.name, input: [:])
        try await emit(.contentBlockStart(index: 0, block: block))
        try await emit(.ping)
        // As the API does it, the first piece is empty.
        try await emit(.inputJSONDelta(index: 0, partialJSON: ""))
        let inputWriter = writer.opened(
            with: JSONValue.string(tool.name).serialized() + #", "arguments": "#, root: tool.inputSchema)
        var text = ""
        let isWhole = try await filled {
            try await inputWriter.write(tool.inputSchema, to: &text) {
                try await emit(.inputJSONDelta(index: 0, partialJSON: $0))
            }
        }
        try await emit(.contentBlockStop(index: 0))
        return Ending(
            reason: isWhole ? "tool_use" : "max_tokens",
            tokens: min(writer.tokenCount(ToolPrompt.call(tool.name, [:]) + text), task.request.maxTokens ?? .max))
    }

    /// Whether the writer came to an end before its tokens did.
    private func filled(_ write: () async throws -> Void) async throws -> Bool {
        do {
            try await write()
            return true
        } catch is StructuredWriter.Exhausted {
            return false
        }
    }

    /// The first step; pings while it is waited for.
    private func first(
        of running: RunningText, _ emit: (MessageStreamEvent) async throws -> Void
    ) async throws -> RunningText.Step {
        try await withThrowingTaskGroup(of: RunningText.Step?.self) { group in
            group.addTask { try await running.next() }
            group.addTask { [pingTime] in
                try await Task.sleep(for: pingTime)
                return nil
            }
            while let result = try await group.next() {
                if let step = result {
                    group.cancelAll()
                    return step
                }
                try await emit(.ping)
                group.addTask { [pingTime] in
                    try await Task.sleep(for: pingTime)
                    return nil
                }
            }
            throw CancellationError()
        }
    }

    private func ending(_ step: RunningText.Step) -> Ending {
        switch step.finish {
        case .stopSequence(let sequence)?:
            Ending(reason: "stop_sequence", sequence: sequence, tokens: step.tokens)
        case .maxTokens? where step.tokens < (task.request.maxTokens ?? .max) && task.abilities.stopsAtContext:
            Ending(reason: "model_context_window_exceeded", tokens: step.tokens)
        case .maxTokens?: Ending(reason: "max_tokens", tokens: step.tokens)
        case .endOfText?, nil: Ending(reason: "end_turn", tokens: step.tokens)
        }
    }
}

extension Message.Block {
    /// The block with what its deltas said. The input of a tool that was cut off is empty.
    fileprivate func holding(_ text: String) -> Message.Block {
        switch self {
        case .text: .text(text)
        case .toolUse(let id, let name, _):
            .toolUse(id: id, name: name, input: (try? JSONValue.parse(text)) ?? [:])
        }
    }
}

extension StructuredWriter {
    fileprivate func opened(with text: String, root: JSONValue) -> StructuredWriter {
        StructuredWriter(
            engine: engine, task: task, opening: opening + text, root: root, identifiers: identifiers, limit: limit,
            tokenCount: tokenCount)
    }
}

extension MessageTask {
    /// A writer of JSON text that goes on from the conversation.
    fileprivate func writer(opening: String, root: JSONValue, _ lab: Lab) -> StructuredWriter {
        StructuredWriter(
            engine: lab.engine, task: prepared.task, opening: opening, root: root, identifiers: lab.identifiers,
            limit: prepared.limit, tokenCount: { [model = prepared.model] in model.tokenizer.encode($0).count })
    }
}
