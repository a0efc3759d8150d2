internal import LanguageModel
internal import ModelAPI
internal import Sampling
internal import Tokenization

/// The answer to one chat completion request, in as many choices as asked for.
struct ChatAnswer: Sendable {
    private let chat: ChatCompletionRequest
    private let model: String
    private let id: String
    private let created: Int
    private let fingerprint: String
    private let identifiers: Identifiers
    let prepared: PreparedTask
    private var choices: [ChatChoice]

    init(_ chat: ChatCompletionRequest, named: NamedModel, lab: Lab, request: LabRequest) async throws {
        self.chat = chat
        model = named.name
        id = "chatcmpl-" + lab.identifiers.letters(29)
        created = lab.now()
        identifiers = lab.identifiers
        fingerprint = Fingerprint.of(named.writer.name)
        var prompt = ChatPrompt(messages: chat.messages)
        let decision = ChatToolDecision(chat)
        var shape: JSONShape?
        if case .words = decision {
            let format = chat.responseFormat
            shape = try await lab.engine.run { try ChatShape.shape(of: format) }
            if case .jsonSchema(_, let schema, _) = format { prompt.schema = schema }
        } else {
            prompt.tools = chat.tools
        }
        let task = TextTask(
            prompt: .turns(prompt.turns), writer: named.writer,
            settings: SamplingSettings(
                temperature: chat.temperature ?? 1, topP: chat.topP ?? 1, frequencyPenalty: chat.frequencyPenalty,
                presencePenalty: chat.presencePenalty, logitBias: chat.logitBias),
            stop: chat.stop, maxTokens: chat.maxTokens, context: named.facts.context, output: named.facts.output,
            alternatives: chat.logprobs, shape: shape)
        do {
            prepared = try await lab.prepare(task, for: request, maxTokens: chat.maxTokens.map { $0 * chat.n })
        } catch let overflow as ContextOverflow {
            throw ChatCompletions.error(for: overflow)
        }
        try Self.checkBias(chat.logitBias, prepared)
        let isWhole = !chat.stream
        let isWanted: @Sendable () -> Bool = { isWhole ? request.isAwaited : request.isWanted }
        // Each choice draws differently, and each again the same with the same seed.
        let seed = chat.seed.map { UInt64(bitPattern: Int64($0)) } ?? lab.identifiers.number()
        let calls = try await Self.calls(decision, chat, prompt, prepared, lab, seed: seed)
        choices = []
        for index in 0..<chat.n {
            let seed = seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15
            if let calls {
                choices.append(try await ChatChoice(calls, engine: lab.engine, seed: seed, isWanted: isWanted))
            } else {
                let text = try await Self.begin(prepared, chat.responseFormat, lab, seed: seed, isWanted: isWanted)
                choices.append(ChatChoice(text, engine: lab.engine))
            }
        }
    }

    private static func checkBias(_ biases: [Int: Double], _ prepared: PreparedTask) throws(APIError) {
        let size = prepared.model.tokenizer.vocabularySize
        guard let token = biases.keys.filter({ $0 >= size }).min() else { return }
        throw .openai(
            400,
            "Invalid key in 'logit_bias': \(token). The vocabulary of this lab's model has the tokens 0 to \(size - 1).",
            param: "logit_bias")
    }

    /// Begins a text. A shape that cannot be kept is an error if it has to be, and else any object.
    private static func begin(
        _ prepared: PreparedTask, _ format: ChatResponseFormat, _ lab: Lab, seed: UInt64,
        isWanted: @escaping @Sendable () -> Bool
    ) async throws -> RunningText {
        do {
            return try await lab.engine.begin(prepared, seed: seed, isWanted: isWanted)
        } catch let error as GrammarError {
            guard case .jsonSchema(let name, _, let isStrict) = format else { throw error }
            if isStrict { throw StructuredSchema.Owner.responseFormat(name).error(at: [], "\(error).") }
            var prepared = prepared
            prepared.task.shape = .anyObject
            return try await lab.engine.begin(prepared, seed: seed, isWanted: isWanted)
        }
    }

    // MARK: Calls

    private static func calls(
        _ decision: ChatToolDecision, _ chat: ChatCompletionRequest, _ prompt: ChatPrompt, _ prepared: PreparedTask,
        _ lab: Lab, seed: UInt64
    ) async throws -> ChatChoice.Calls? {
        let tools: [ChatTool]
        switch decision {
        case .words: return nil
        case .calls(let named): tools = named
        case .oneOf(let several): tools = [try await choice(of: several, prompt, prepared, lab, seed: seed)]
        }
        var shapes: [JSONShape?] = []
        for tool in tools { shapes.append(try await shape(of: tool, chat, prepared, lab)) }
        return ChatChoice.Calls(
            tools: tools, shapes: shapes, prompt: prompt, task: prepared.task, limit: prepared.limit,
            identifiers: lab.identifiers, endReason: chat.usesFunctions ? "function_call" : "tool_calls")
    }

    private static func shape(
        of tool: ChatTool, _ chat: ChatCompletionRequest, _ prepared: PreparedTask, _ lab: Lab
    ) async throws -> JSONShape? {
        let place = chat.tools.firstIndex { $0.name == tool.name } ?? 0
        let param =
            chat.usesFunctions
            ? "functions[\(place)].parameters"
            : "tools[\(place)].\(tool.isCustom ? "custom.format" : "function.parameters")"
        return try await lab.engine.run {
            guard let shape = try ChatShape.shape(ofArguments: tool, param: param) else { return nil }
            do {
                try lab.engine.check(shape, for: prepared.model)
                return shape
            } catch let error as GrammarError {
                if case .function(_, isStrict: false) = tool.kind { return .anyObject }
                throw StructuredSchema.Owner.function(tool.name, param: param).error(at: [], "\(error).")
            }
        }
    }

    /// The tool whose name the model writes, if it may write only names.
    private static func choice(
        of tools: [ChatTool], _ prompt: ChatPrompt, _ prepared: PreparedTask, _ lab: Lab, seed: UInt64
    ) async throws -> ChatTool {
        var task = prepared.task
        let opening = "<tool_call>{\"name\": "
        task.prompt = .turns(prompt.turns(answering: opening))
        task.shape = JSONShape(root: .texts(tools.map { JSONValue.string($0.name).serialized() }))
        task.stop = []
        task.alternatives = nil
        task.maxTokens = nil
        task.context = .max / 2
        task.output = 200
        let text = try await lab.engine.begin(try await lab.engine.prepare(task), seed: seed).rest().text
        let name = try? JSONValue.parse(text).string
        return tools.first { $0.name == name } ?? tools[0]
    }

    // MARK: Whole

    func completion(for request: LabRequest) async throws -> ChatCompletion {
        var written: [ChatCompletion.Choice] = []
        var output = 0
        for (index, var choice) in choices.enumerated() {
            var answer = ChatCompletion.Choice(
                index: index, content: nil, logprobs: chat.logprobs.map { _ in [] }, finishReason: "")
            while answer.finishReason.isEmpty {
                guard request.isAwaited else { throw ClientLeft() }
                for piece in try await choice.next(atOnce: true) { answer.add(piece) }
            }
            output += choice.tokens
            if chat.usesFunctions, let call = answer.toolCalls.first {
                answer.functionCall = call
                answer.toolCalls = []
            }
            if answer.content == nil, answer.toolCalls.isEmpty, answer.functionCall == nil { answer.content = "" }
            if answer.content == nil { answer.logprobs = nil }
            written.append(answer)
        }
        return ChatCompletion(
            id: id, created: created, model: model, choices: written,
            usage: TokenUsage(input: prepared.promptTokens, output: output), serviceTier: serviceTier,
            systemFingerprint: fingerprint)
    }

    // MARK: In parts

    func stream(to events: inout EventWriter) async throws {
        do {
            var open = choices
            var running = Array(open.indices)
            var begun = Set<Int>()
            while !running.isEmpty {
                for index in running {
                    guard events.request.isWanted else { throw ClientLeft() }
                    let pieces = try await open[index].next(atOnce: false)
                    for piece in pieces {
                        let isFirst = begun.insert(index).inserted
                        for delta in deltas(of: piece, index, isFirst: isFirst) { try await events.write(chunk(delta)) }
                        if case .end = piece { running.removeAll { $0 == index } }
                    }
                }
            }
            if chat.includesUsage {
                var last = chunk(nil)
                let output = open.reduce(0) { $0 + $1.tokens }
                last.usage = .tokens(TokenUsage(input: prepared.promptTokens, output: output))
                try await events.write(last)
            }
            try await events.write(data: ChatCompletionChunk.done)
        } catch let error as ModelError {
            // The status is out already: the error has to be an event.
            let event = APIError.openai(500, "The model failed: \(error).", type: "server_error")
            try await events.write(data: event.json.serialized())
        }
    }

    /// What a piece is on the wire: the role goes before words, and together with a call.
    private func deltas(
        of piece: ChatChoice.Piece, _ index: Int, isFirst: Bool
    ) -> [ChatCompletionChunk.Choice] {
        typealias Delta = ChatCompletionChunk.Choice
        let role = isFirst ? "assistant" : nil
        switch piece {
        case .text(let text, let logprobs):
            let delta = Delta(index: index, text: text, logprobs: chat.logprobs.map { _ in logprobs })
            return (isFirst ? [Delta(index: index, role: role, text: "")] : []) + [delta]
        case .call(let place, let id, let tool):
            guard !chat.usesFunctions else {
                return [Delta(index: index, role: role, functionCall: .init(index: 0, name: tool.name))]
            }
            let call = ChatCompletionChunk.ToolCall(index: place, id: id, name: tool.name, isCustom: tool.isCustom)
            return [Delta(index: index, role: role, toolCalls: [call])]
        case .arguments(let place, let text, let tool):
            let call = ChatCompletionChunk.ToolCall(index: place, arguments: text, isCustom: tool.isCustom)
            return [
                chat.usesFunctions
                    ? Delta(index: index, functionCall: call) : Delta(index: index, toolCalls: [call])
            ]
        case .end(let reason):
            return (isFirst ? [Delta(index: index, role: role, text: "")] : []) + [
                Delta(index: index, finishReason: reason)
            ]
        }
    }

    private func chunk(_ choice: ChatCompletionChunk.Choice?) -> ChatCompletionChunk {
        ChatCompletionChunk(
            id: id, created: created, model: model, serviceTier: serviceTier, systemFingerprint: fingerprint,
            choices: choice.map { [$0] } ?? [], usage: chat.includesUsage ? .pending : .absent,
            obfuscation: chat.includesObfuscation && choice != nil ? padding(choice) : nil)
    }

    /// So many characters that the content and they are about equally long in all chunks.
    private func padding(_ choice: ChatCompletionChunk.Choice?) -> String {
        let length = choice?.text?.utf8.count ?? 0
        return identifiers.letters(16 - length % 16)
    }

    /// `auto` is the default tier here; fast is another name of priority.
    private var serviceTier: String {
        switch chat.serviceTier {
        case "flex": "flex"
        case "priority", "fast": "priority"
        default: "default"
        }
    }
}

extension ChatCompletion.Choice {
    fileprivate mutating func add(_ piece: ChatChoice.Piece) {
        switch piece {
        case .text(let text, let logprobs):
            content = (content ?? "") + text
            if self.logprobs != nil { self.logprobs? += logprobs }
        case .call(_, let id, let tool):
            toolCalls.append(ChatToolCall(id: id, name: tool.name, arguments: "", isCustom: tool.isCustom))
        case .arguments(let place, let text, _): toolCalls[place].arguments += text
        case .end(let reason): finishReason = reason
        }
    }
}
