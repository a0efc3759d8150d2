internal import LanguageModel
internal import ModelAPI
internal import Tokenization

/// The answer to one request for completions: for each prompt, one after another, as many texts as asked for.
struct CompletionAnswer: Sendable {
    private let wanted: CompletionRequest
    private let prepared: [PreparedTask]
    private let model: String
    private let id: String
    private let created: Int
    private let fingerprint: String
    private let seed: UInt64
    private let engine: Engine
    private let request: LabRequest

    init(_ wanted: CompletionRequest, _ prepared: [PreparedTask], named: NamedModel, request: LabRequest, lab: Lab) {
        self.wanted = wanted
        self.prepared = prepared
        self.request = request
        model = named.name
        id = "cmpl-" + lab.identifiers.letters(29)
        created = lab.now()
        fingerprint = Fingerprint.of(named.writer.name)
        seed = wanted.seed.map { UInt64(bitPattern: Int64($0)) } ?? lab.identifiers.number()
        engine = lab.engine
    }

    // MARK: At once

    func completion() async throws -> Completion {
        var choices: [Completion.Choice] = []
        var usage = TokenUsage(input: 0, output: 0)
        for (place, task) in prepared.enumerated() {
            let opening = try await opening(of: task)
            var texts: [WrittenChoice] = []
            for index in 0..<wanted.bestOf {
                let text = try await write(task, index)
                usage.output += text.tokenCount
                texts.append(text)
            }
            // Equal ones stay in their order, for the sort keeps it.
            if wanted.bestOf > wanted.n { texts.sort { $0.meanLogProbability > $1.meanLogProbability } }
            for (index, text) in texts.prefix(wanted.n).enumerated() {
                var logprobs = opening.logprobs
                logprobs?.append(text.written)
                choices.append(
                    Completion.Choice(
                        index: place * wanted.n + index, text: opening.text + text.text, logprobs: logprobs?.list,
                        finishReason: text.finishReason))
            }
            usage.input += task.promptTokens
        }
        return part(choices, .tokens(usage))
    }

    /// A text that is written.
    private struct WrittenChoice {
        var text: String
        var written: [RunningText.WrittenToken]
        var tokenCount: Int
        var finishReason: String

        var meanLogProbability: Double {
            written.isEmpty
                ? 0 : written.reduce(0) { $0 + $1.drawn.logProbability } / Double(written.count)
        }
    }

    private func write(_ task: PreparedTask, _ index: Int) async throws -> WrittenChoice {
        let step = try await begin(task, index, isWanted: { [request] in request.isAwaited }).rest()
        return WrittenChoice(
            text: step.text, written: step.written, tokenCount: step.tokens, finishReason: Self.reason(step.finish))
    }

    // MARK: In parts

    func stream(to events: inout EventWriter) async throws {
        do {
            var usage = TokenUsage(input: 0, output: 0)
            for (place, task) in prepared.enumerated() {
                usage.input += task.promptTokens
                usage.output += try await stream(task, from: place * wanted.n, to: &events)
            }
            request.ticket.settle(input: usage.input, output: usage.output)
            if wanted.includesUsage { try await events.write(data: part([], .tokens(usage)).json.serialized()) }
            try await events.write(data: ChatCompletionChunk.done)
        } catch let error as ModelError {
            // The status is out already: the error has to be an event.
            let event = APIError.openai(500, "The model failed: \(error).", type: "server_error")
            try await events.write(data: event.json.serialized())
        }
    }

    /// Gives the number of tokens written.
    private func stream(_ task: PreparedTask, from first: Int, to events: inout EventWriter) async throws -> Int {
        let opening = try await opening(of: task)
        var logprobs = [LogprobList?](repeating: opening.logprobs, count: wanted.n)
        var texts: [RunningText] = []
        for index in 0..<wanted.n {
            texts.append(try await begin(task, index))
            if wanted.echo {
                try await send(
                    .init(index: first + index, text: opening.text, logprobs: opening.logprobs?.list), to: &events)
            }
            logprobs[index]?.clear()
        }
        var tokens = [Int](repeating: 0, count: texts.count)
        var open = Array(texts.indices)
        while !open.isEmpty {
            for index in open {
                guard events.request.isWanted else { throw ClientLeft() }
                let step = try await texts[index].next()
                tokens[index] = step.tokens
                if !step.text.isEmpty || !step.written.isEmpty {
                    logprobs[index]?.append(step.written)
                    let choice = Completion.Choice(
                        index: first + index, text: step.text, logprobs: logprobs[index]?.list)
                    try await send(choice, to: &events)
                    logprobs[index]?.clear()
                }
                guard let finish = step.finish else { continue }
                try await send(
                    .init(index: first + index, text: "", finishReason: Self.reason(finish)), to: &events)
                open.removeAll { $0 == index }
            }
        }
        return tokens.reduce(0, +)
    }

    private func send(_ choice: Completion.Choice, to events: inout EventWriter) async throws {
        try await events.write(data: part([choice], wanted.includesUsage ? .pending : .absent).json.serialized())
    }

    // MARK: Both

    private func part(_ choices: [Completion.Choice], _ usage: StreamUsage) -> Completion {
        Completion(
            id: id, created: created, model: model, systemFingerprint: fingerprint, choices: choices, usage: usage)
    }

    /// Each text draws differently, and each again the same with the same seed.
    private func begin(
        _ task: PreparedTask, _ index: Int, isWanted: @escaping @Sendable () -> Bool = { true }
    ) async throws -> RunningText {
        try await engine.begin(task, seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15, isWanted: isWanted)
    }

    private static func reason(_ finish: FinishReason?) -> String { finish == .maxTokens ? "length" : "stop" }

    /// What a choice begins with: the prompt if it is to be given back, and the log-probabilities so far.
    private func opening(of task: PreparedTask) async throws -> (text: String, logprobs: LogprobList?) {
        let prompt: String =
            if case .text(let text) = task.task.prompt { text } else { task.model.tokenizer.decode(task.tokens) }
        var logprobs = wanted.logprobs.map { LogprobList(top: $0) }
        if wanted.echo, let top = wanted.logprobs {
            let score = try await PromptScore.read(task, top: top, engine: engine, request: request)
            logprobs?.append(first: score.first, score.rest)
        } else {
            logprobs?.skip(prompt)
        }
        return (wanted.echo ? prompt : "", logprobs)
    }
}
