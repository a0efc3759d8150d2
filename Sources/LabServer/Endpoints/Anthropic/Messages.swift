internal import LanguageModel
internal import ModelAPI
internal import Sampling

/// `POST /v1/messages`
enum Messages {
    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let version = try AnthropicVersion(header: request.fields["anthropic-version"])
        let message = try MessageRequest(
            try request.json(depth: lab.limits.jsonDepth), version: version, facts: lab.facts(for: request))
        let named = try lab.model(message.model, for: request)
        try message.check(against: named.facts)
        let answer = try await Answer(message, named: named, lab: lab)
        if message.stream {
            return answer.prepared.mark(.events { events in try await answer.stream(to: &events) })
        }
        return answer.prepared.mark(.json(try await answer.message(for: request).json))
    }

    private struct Answer: Sendable {
        let id: String
        let model: String
        let engine: Engine
        let prepared: PreparedTask
        let running: RunningText

        init(_ message: MessageRequest, named: NamedModel, lab: Lab) async throws {
            id = "msg_01" + lab.identifiers.letters(22)
            model = named.name
            engine = lab.engine
            let system = message.system.map { [ChatTurn(.system, $0)] } ?? []
            // A top_k of 0 cuts nothing off.
            let topK = message.topK.flatMap { $0 > 0 ? $0 : nil }
            let task = TextTask(
                prompt: .turns(system + ConversationTurns.turns(message.messages)), writer: named.writer,
                settings: SamplingSettings(temperature: message.temperature ?? 1, topP: message.topP ?? 1, topK: topK),
                stop: message.stopSequences, maxTokens: message.maxTokens, context: named.facts.context,
                output: named.facts.output)
            do {
                prepared = try await engine.prepare(task)
            } catch let overflow as ContextOverflow {
                throw Messages.error(for: overflow)
            }
            running = try await engine.begin(prepared, seed: lab.identifiers.number())
        }

        func message(for request: LabRequest) async throws -> Message {
            var text = ""
            var step: RunningText.Step
            repeat {
                guard request.isAwaited else { throw ClientLeft() }
                step = try await engine.advance(running, for: .milliseconds(5))
                text += step.text
            } while step.finish == nil
            let (reason, sequence) = ending(step.finish)
            return Message(
                id: id, model: model, texts: [text], stopReason: reason, stopSequence: sequence,
                usage: TokenUsage(input: prepared.promptTokens, output: step.tokens))
        }

        func stream(to events: inout EventWriter) async throws {
            do {
                let start = Message(
                    id: id, model: model, texts: [], stopReason: nil, stopSequence: nil,
                    usage: TokenUsage(input: prepared.promptTokens, output: 0))
                try await events.write(.messageStart(start))
                try await events.write(.contentBlockStart(index: 0))
                try await events.write(.ping)
                var step: RunningText.Step
                repeat {
                    guard events.request.isWanted else { throw ClientLeft() }
                    step = try await engine.advance(running)
                    if !step.text.isEmpty { try await events.write(.textDelta(index: 0, text: step.text)) }
                } while step.finish == nil
                let (reason, sequence) = ending(step.finish)
                try await events.write(.contentBlockStop(index: 0))
                try await events.write(
                    .messageDelta(stopReason: reason, stopSequence: sequence, outputTokens: step.tokens))
                try await events.write(.messageStop)
            } catch let error as ModelError {
                // The status is out already: the error has to be an event.
                var event = APIError.anthropic(500, "The model failed: \(error).")
                event.requestID = events.request.id
                try await events.write(.error(event))
            }
        }

        private func ending(_ finish: FinishReason?) -> (reason: String, sequence: String?) {
            switch finish {
            case .stopSequence(let sequence)?: ("stop_sequence", sequence)
            case .maxTokens?: ("max_tokens", nil)
            case .endOfText?, nil: ("end_turn", nil)
            }
        }
    }

    private static func error(for overflow: ContextOverflow) -> APIError {
        guard let completion = overflow.completionTokens else {
            return .anthropic(400, "prompt is too long: \(overflow.promptTokens) tokens > \(overflow.context) maximum")
        }
        return .anthropic(
            400,
            "input length and `max_tokens` exceed context limit: \(overflow.promptTokens) + \(completion) > "
                + "\(overflow.context), decrease input length or `max_tokens` and try again")
    }
}
