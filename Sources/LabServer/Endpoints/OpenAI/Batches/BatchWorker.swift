internal import ModelAPI

/// Does a batch: checks the file, then has one request after another answered by its endpoint.
struct BatchWorker: Sendable {
    let lab: Lab
    let batch: String
    let request: LabRequest

    func run() async {
        guard let current, let file = lab.file(current.inputFile, of: request) else { return }
        let endpoint = current.endpoint
        let input = BatchInput(file.bytes, endpoint: endpoint, depth: lab.limits.jsonDepth)
        guard await wait() else { return cancel() }
        guard input.problems.isEmpty else {
            lab.state.batches.update(batch) { batch in
                batch.problems = input.problems
                batch.move(to: .failed, at: lab.now())
            }
            return
        }
        lab.state.batches.update(batch) { batch in
            batch.total = input.items.count
            batch.model = input.model
            if batch.status == .validating { batch.move(to: .inProgress, at: lab.now()) }
        }
        await answer(input.items, at: endpoint)
    }

    private var current: OpenAIBatch? { lab.state.batches.item(batch, owner: request.owner) }

    private func answer(_ items: [BatchInput.Item], at endpoint: String) async {
        var answers: [UInt8] = []
        var failures: [UInt8] = []
        for item in items {
            guard await wait() else { break }
            guard let reply = try? await lab.answer("POST", endpoint, item.body, for: request) else { return }
            let line = Self.line(item, reply, id: "batch_req_" + lab.identifiers.hex(24)).bytes + [0x0A]
            let isAnswer = reply.status < 400
            if isAnswer { answers += line } else { failures += line }
            lab.state.batches.update(batch) { batch in
                if isAnswer { batch.completed += 1 } else { batch.failed += 1 }
                let usage = reply.json["usage"]
                batch.input += usage?["prompt_tokens"]?.int ?? usage?["input_tokens"]?.int ?? 0
                batch.output += usage?["completion_tokens"]?.int ?? usage?["output_tokens"]?.int ?? 0
            }
        }
        lab.state.batches.update(batch) { if $0.status == .inProgress { $0.move(to: .finalizing, at: lab.now()) } }
        let output = keep(answers, "output")
        let errors = keep(failures, "error")
        lab.state.batches.update(batch) { batch in
            batch.outputFile = output
            batch.errorFile = errors
            switch batch.status {
            case .cancelling: batch.move(to: .cancelled, at: lab.now())
            case .finalizing: batch.move(to: .completed, at: lab.now())
            default: break
            }
        }
    }

    private func keep(_ bytes: [UInt8], _ kind: String) -> String? {
        guard !bytes.isEmpty else { return nil }
        return lab.keepFile(
            "\(batch)_\(kind).jsonl", .batchOutput, bytes, life: current?.outputLife, for: request.owner
        ).id
    }

    /// Lets the batch be watched: a real one takes hours. False once it is to be cancelled, or the lab has stopped.
    private func wait() async -> Bool {
        do { try await Task.sleep(for: lab.limits.batchStepTime) } catch { return false }
        return current.map { $0.status != .cancelling } ?? false
    }

    private func cancel() {
        lab.state.batches.update(batch) { if $0.status == .cancelling { $0.move(to: .cancelled, at: lab.now()) } }
    }

    private static func line(_ item: BatchInput.Item, _ reply: InnerReply, id: String) -> JSONValue {
        [
            "id": .string(id), "custom_id": .string(item.customID),
            "response": [
                "status_code": .integer(reply.status), "request_id": .string(reply.requestID), "body": reply.json,
            ],
            "error": .null,
        ]
    }
}
