internal import LanguageModel
internal import ModelAPI

/// The answer to one message request, streamed or whole.
struct MessageAnswer: Sendable {
    private let task: MessageTask
    private let id: String
    private let usage: MessageUsage
    private let diagnostics: JSONValue
    private let engine: Engine
    /// `nil` if nothing is to be written: the prompt is only cached.
    private let running: RunningText?

    init(_ task: MessageTask, for request: LabRequest, lab: Lab) async throws {
        self.task = task
        id = "msg_01" + lab.identifiers.letters(22)
        engine = lab.engine
        let cached = try await task.usage(for: request, lab)
        usage = cached
        diagnostics = lab.anthropic.records.diagnose(
            task.request, id: id, organization: request.caller?.organization ?? "", model: task.named.name,
            tokens: task.inputTokens)
        running =
            task.request.maxTokens == 0
            ? nil : try await engine.begin(task.prepared, seed: lab.identifiers.number())
    }

    func message(for request: LabRequest) async throws -> Message {
        guard let running else { return message([], reason: "max_tokens", usage: usage) }
        var text = ""
        var step: RunningText.Step
        repeat {
            guard request.isAwaited, !Task.isCancelled else { throw ClientLeft() }
            step = try await engine.advance(running, for: .milliseconds(5))
            text += step.text
        } while step.finish == nil
        var usage = usage
        usage.output = step.tokens
        let (reason, sequence) = ending(step)
        return message([.text(text)], reason: reason, sequence: sequence, usage: usage)
    }

    private func message(
        _ content: [Message.Block], reason: String?, sequence: String? = nil, usage: MessageUsage
    ) -> Message {
        Message(
            id: id, model: task.named.name, content: content, stopReason: reason, stopSequence: sequence, usage: usage,
            diagnostics: diagnostics)
    }

    // MARK: Streaming

    func stream(to events: inout EventWriter) async throws {
        do {
            try await events.write(.messageStart(message([], reason: nil, usage: usage)))
            guard let running else {
                try await finish("max_tokens", nil, usage, to: &events)
                return
            }
            try await events.write(.contentBlockStart(index: 0, block: .text("")))
            try await events.write(.ping)
            var step: RunningText.Step
            repeat {
                guard events.request.isWanted else { throw ClientLeft() }
                step = try await engine.advance(running)
                if !step.text.isEmpty { try await events.write(.textDelta(index: 0, text: step.text)) }
            } while step.finish == nil
            try await events.write(.contentBlockStop(index: 0))
            var usage = usage
            usage.output = step.tokens
            let (reason, sequence) = ending(step)
            try await finish(reason, sequence, usage, to: &events)
        } catch let error as ModelError {
            // The status is out already: the error has to be an event.
            var event = APIError.anthropic(500, "The model failed: \(error).")
            event.requestID = events.request.id
            try await events.write(.error(event))
        }
    }

    private func finish(
        _ reason: String, _ sequence: String?, _ usage: MessageUsage, to events: inout EventWriter
    ) async throws {
        try await events.write(.messageDelta(stopReason: reason, stopSequence: sequence, usage: usage))
        try await events.write(.messageStop)
    }

    private func ending(_ step: RunningText.Step) -> (reason: String, sequence: String?) {
        switch step.finish {
        case .stopSequence(let sequence)?: ("stop_sequence", sequence)
        case .maxTokens?:
            step.tokens < (task.request.maxTokens ?? .max) && task.abilities.stopsAtContext
                ? ("model_context_window_exceeded", nil) : ("max_tokens", nil)
        case .endOfText?, nil: ("end_turn", nil)
        }
    }
}
