internal import LanguageModel
internal import ModelAPI
internal import Sampling

/// `POST /v1/chat/completions`
enum ChatCompletions {
    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let chat = try ChatCompletionRequest(
            try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        let named = try lab.model(
            chat.model, at: .chatCompletions, for: request, allowing: chat.maxTokens)
        try chat.check(against: named.facts)
        guard chat.n <= lab.limits.choices else {
            throw APIError.openai(
                400, "This lab answers at most \(lab.limits.choices) choices, but 'n' is \(chat.n).", param: "n",
                code: "integer_above_max_value")
        }
        let answer = try await Answer(chat, named: named, lab: lab, request: request)
        if chat.stream {
            return answer.prepared.mark(.events { events in try await answer.stream(to: &events) })
        }
        return answer.prepared.mark(.json(try await answer.completion(for: request).json))
    }

    /// One answer, in as many choices as asked for.
    private struct Answer: Sendable {
        let chat: ChatCompletionRequest
        let model: String
        let id: String
        let created: Int
        let fingerprint: String
        let engine: Engine
        let prepared: PreparedTask
        let texts: [RunningText]

        init(_ chat: ChatCompletionRequest, named: NamedModel, lab: Lab, request: LabRequest) async throws {
            self.chat = chat
            model = named.name
            id = "chatcmpl-" + lab.identifiers.letters(29)
            created = lab.now()
            engine = lab.engine
            fingerprint = Fingerprint.of(lab.engine.modelName)
            let task = TextTask(
                prompt: .turns(ConversationTurns.turns(chat.messages)), writer: named.writer,
                settings: SamplingSettings(temperature: chat.temperature ?? 1, topP: chat.topP ?? 1), stop: chat.stop,
                maxTokens: chat.maxTokens, context: named.facts.context, output: named.facts.output)
            do {
                prepared = try await lab.prepare(task, for: request, maxTokens: chat.maxTokens.map { $0 * chat.n })
            } catch let overflow as ContextOverflow {
                throw ChatCompletions.error(for: overflow)
            }
            // Each choice draws differently, and each again the same with the same seed.
            let seed = chat.seed.map { UInt64(bitPattern: Int64($0)) } ?? lab.identifiers.number()
            var texts: [RunningText] = []
            for index in 0..<chat.n {
                texts.append(try await engine.begin(prepared, seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15))
            }
            self.texts = texts
        }

        func completion(for request: LabRequest) async throws -> ChatCompletion {
            var choices: [ChatCompletion.Choice] = []
            var output = 0
            for (index, running) in texts.enumerated() {
                var text = ""
                var step: RunningText.Step
                repeat {
                    guard request.isAwaited else { throw ClientLeft() }
                    step = try await engine.advance(running, for: .milliseconds(5))
                    text += step.text
                } while step.finish == nil
                output += step.tokens
                choices.append(.init(index: index, text: text, finishReason: step.finish.map(reason) ?? "stop"))
            }
            return ChatCompletion(
                id: id, created: created, model: model, choices: choices,
                usage: TokenUsage(input: prepared.promptTokens, output: output), systemFingerprint: fingerprint)
        }

        func stream(to events: inout EventWriter) async throws {
            do {
                for index in texts.indices {
                    try await events.write(chunk(.init(index: index, role: "assistant", text: "")))
                }
                var tokens = [Int](repeating: 0, count: texts.count)
                var open = Array(texts.indices)
                while !open.isEmpty {
                    for index in open {
                        guard events.request.isWanted else { throw ClientLeft() }
                        let step = try await engine.advance(texts[index])
                        tokens[index] = step.tokens
                        if !step.text.isEmpty { try await events.write(chunk(.init(index: index, text: step.text))) }
                        guard let finish = step.finish else { continue }
                        try await events.write(chunk(.init(index: index, finishReason: reason(finish))))
                        open.removeAll { $0 == index }
                    }
                }
                if chat.includesUsage {
                    var last = chunk(nil)
                    last.usage = .tokens(TokenUsage(input: prepared.promptTokens, output: tokens.reduce(0, +)))
                    try await events.write(last)
                }
                try await events.write(data: ChatCompletionChunk.done)
            } catch let error as ModelError {
                // The status is out already: the error has to be an event.
                let event = APIError.openai(500, "The model failed: \(error).", type: "server_error")
                try await events.write(data: event.json.serialized())
            }
        }

        private func chunk(_ choice: ChatCompletionChunk.Choice?) -> ChatCompletionChunk {
            ChatCompletionChunk(
                id: id, created: created, model: model, systemFingerprint: fingerprint,
                choices: choice.map { [$0] } ?? [], usage: chat.includesUsage ? .pending : .absent)
        }

        private func reason(_ finish: FinishReason) -> String { finish == .maxTokens ? "length" : "stop" }
    }

    private static func error(for overflow: ContextOverflow) -> APIError {
        let found =
            if let completion = overflow.completionTokens {
                "you requested \(overflow.promptTokens + completion) tokens (\(overflow.promptTokens) in the messages, "
                    + "\(completion) in the completion). Please reduce the length of the messages or completion."
            } else {
                "your messages resulted in \(overflow.promptTokens) tokens. Please reduce the length of the messages."
            }
        return .openai(
            400, "This model's maximum context length is \(overflow.context) tokens. However, \(found)",
            param: "messages",
            code: "context_length_exceeded")
    }
}
