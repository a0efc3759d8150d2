internal import LanguageModel
internal import ModelAPI
internal import Tokenization

/// Writes a response: the model's text, as the events of a stream, which are kept in the record.
struct ResponseWriter: Sendable {
    let record: ResponseRecord
    let prepared: PreparedTask
    let seed: UInt64
    let lab: Lab

    /// Takes each event as it goes over the wire.
    typealias Sink = (JSONValue) async throws -> Void

    /// Writes to the end, or until the response is cancelled.
    ///
    /// - Parameters:
    ///   - isWanted: whether anybody waits for it.
    ///   - sink: is given every event. What it throws ends the response.
    /// - Throws: ``ClientLeft`` if nobody waits any more, what the sink throws, and the model's failure, which the record then has.
    func write(isWanted: @Sendable () -> Bool = { true }, to sink: Sink = { _ in }) async throws {
        do {
            try await writeText(isWanted: isWanted, to: sink)
        } catch let error as ModelError {
            var response = record.response
            response.status = .failed
            response.error = ("server_error", "The model failed: \(error).")
            try await emit(.response("response.failed", response), to: sink)
            throw error
        } catch {
            record.cancel()
            throw error
        }
    }

    /// The work of a response in the background: what goes wrong is in the record.
    func writeInBackground() async {
        try? await write()
    }

    // MARK: The events, in their order

    private func writeText(isWanted: @Sendable () -> Bool, to sink: Sink) async throws {
        var response = record.response
        try await emit(.response("response.created", response), to: sink)
        if response.status == .queued { try await emit(.response("response.queued", response), to: sink) }
        let running = try await lab.engine.begin(prepared, seed: seed)
        response.status = .inProgress
        try await emit(.response("response.in_progress", response), to: sink)
        var item = ResponseItem(
            id: "msg_" + lab.identifiers.hex(48), content: .message(role: "assistant", texts: []), status: .inProgress)
        try await emit(.itemAdded(item, output: 0), to: sink)
        try await emit(.partAdded(item: item.id, output: 0), to: sink)
        let (text, logprobs, step) = try await pass(on: running, item: item.id, isWanted: isWanted, to: sink)
        try await emit(.textDone(text, item: item.id, output: 0, logprobs: logprobs), to: sink)
        try await emit(.partDone(item: item.id, output: 0, text: text, logprobs: logprobs), to: sink)
        let isWhole = step.finish != .maxTokens
        item.content = .message(role: "assistant", texts: [text])
        item.logprobs = logprobs
        item.status = isWhole ? .completed : .incomplete
        try await emit(.itemDone(item, output: 0), to: sink)
        response.output = [item]
        response.usage = TokenUsage(input: prepared.promptTokens, output: step.tokens)
        response.status = isWhole ? .completed : .incomplete
        response.completed = isWhole ? lab.now() : nil
        try await emit(.response(isWhole ? "response.completed" : "response.incomplete", response), to: sink)
    }

    /// Passes the text on as it comes.
    private func pass(
        on running: RunningText, item: String, isWanted: @Sendable () -> Bool, to sink: Sink
    ) async throws -> (String, [JSONValue], RunningText.Step) {
        var text = ""
        var logprobs: [JSONValue] = []
        while true {
            guard isWanted() else { throw ClientLeft() }
            let step = try await running.next()
            if !step.text.isEmpty || !step.written.isEmpty {
                text += step.text
                let listed = prepared.task.alternatives.map { top in step.written.map { Self.json($0, top: top) } }
                logprobs += listed ?? []
                let delta = ResponseStreamEvent.textDelta(
                    step.text, item: item, output: 0, logprobs: listed ?? [], obfuscation: obfuscation(of: step.text))
                try await emit(delta, to: sink)
            }
            if step.finish != nil { return (text, logprobs, step) }
        }
    }

    private func emit(_ event: ResponseStreamEvent, to sink: Sink) async throws {
        // Once it was cancelled, there is nothing to add to.
        guard let json = record.add(event) else { throw CancellationError() }
        try await sink(json)
    }

    /// Letters that bring a delta's length to a multiple of 16.
    private func obfuscation(of text: String) -> String? {
        guard record.response.request.obfuscates else { return nil }
        return lab.identifiers.letters(16 - text.utf8.count % 16)
    }

    static func json(_ token: RunningText.WrittenToken, top: Int) -> JSONValue {
        func object(_ candidate: RunningText.WrittenToken.Candidate) -> JSONObject {
            [
                "token": .string(String(decoding: candidate.bytes, as: UTF8.self)),
                "logprob": .number(candidate.logProbability),
                "bytes": .array(candidate.bytes.map { .integer(Int($0)) }),
            ]
        }
        var body = object(token.drawn)
        body["top_logprobs"] = .array(token.top.prefix(top).map { .object(object($0)) })
        return .object(body)
    }
}
