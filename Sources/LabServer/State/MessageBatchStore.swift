internal import ModelAPI
internal import Synchronization

/// The batches of message requests, and the one worker that goes through them.
///
/// The worker answers one request at a time, so that a batch of any size stands back behind the interactive requests, of which
/// each has its own turn at the model.
final class MessageBatchStore: Sendable {
    /// Answers one request of a batch.
    typealias Answer = @Sendable (JSONValue) async throws -> InnerReply

    private struct Job {
        var batch: MessageBatch
        var organization: String
        var entries: [MessageBatchRequest.Entry]
        /// By the entries' places, as far as they are done.
        var results: [JSONValue] = []
        var bytes: Int
        var answer: Answer

        /// Only now are the requests counted by how they ended.
        mutating func end(at now: Int) {
            batch.status = .ended
            batch.ended = now
            batch.counts.processing = 0
            for result in results {
                switch result["type"]?.string {
                case "succeeded": batch.counts.succeeded += 1
                case "errored": batch.counts.errored += 1
                case "canceled": batch.counts.canceled += 1
                default: batch.counts.expired += 1
                }
            }
        }
    }

    private struct State {
        /// In the order in which they were made.
        var jobs: [Job] = []
        var worker: Task<Void, Never>?
        var isStopped = false

        func index(of id: String, _ organization: String) -> Int? {
            jobs.firstIndex { $0.batch.id == id && $0.organization == organization }
        }
    }

    /// How many bytes of requests are kept. Beyond it the oldest batches that have ended go.
    private static let byteLimit = 64 << 20

    private let state = Mutex(State())

    // MARK: What clients do

    /// Takes in a batch, and begins to process it. Throws the error for too many requests in processing.
    func add(
        _ batch: MessageBatch, _ entries: [MessageBatchRequest.Entry], bytes: Int, organization: String,
        now: @escaping @Sendable () -> Int, answer: @escaping Answer
    ) throws(APIError) {
        let isFull = state.withLock { state in
            while state.jobs.reduce(bytes, { $0 + $1.bytes }) > Self.byteLimit {
                guard let oldest = state.jobs.firstIndex(where: { $0.batch.status == .ended }) else { return true }
                state.jobs.remove(at: oldest)
            }
            state.jobs.append(
                Job(batch: batch, organization: organization, entries: entries, bytes: bytes, answer: answer))
            if state.worker == nil, !state.isStopped {
                state.worker = Task(priority: .background) { [weak self] in await self?.work(now: now) }
            }
            return false
        }
        guard !isFull else {
            throw .anthropic(429, "Too many batch requests are in processing. Wait for earlier batches to end.")
        }
    }

    /// Newest first.
    func batches(of organization: String) -> [MessageBatch] {
        state.withLock { $0.jobs.filter { $0.organization == organization }.map(\.batch).reversed() }
    }

    func batch(_ id: String, of organization: String) -> MessageBatch? {
        state.withLock { state in state.index(of: id, organization).map { state.jobs[$0].batch } }
    }

    /// Has the requests that were not begun left out. `nil` if there is no such batch.
    func cancel(_ id: String, of organization: String, now: Int) -> MessageBatch? {
        state.withLock { state in
            guard let index = state.index(of: id, organization) else { return nil }
            if state.jobs[index].batch.status == .inProgress {
                state.jobs[index].batch.status = .canceling
                state.jobs[index].batch.cancelInitiated = now
            }
            return state.jobs[index].batch
        }
    }

    func remove(_ id: String, of organization: String) {
        state.withLock { state in
            if let index = state.index(of: id, organization) { state.jobs.remove(at: index) }
        }
    }

    /// The results, a line each, once the batch has ended.
    func results(of id: String, of organization: String) -> [JSONValue]? {
        state.withLock { state in
            guard let index = state.index(of: id, organization), state.jobs[index].batch.status == .ended else {
                return nil
            }
            return zip(state.jobs[index].entries, state.jobs[index].results).map { entry, result in
                ["custom_id": .string(entry.customID), "result": result]
            }
        }
    }

    /// Leaves off at once.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.worker?.cancel()
        }
    }

    // MARK: The worker

    private enum Step {
        case answer(MessageBatchRequest.Entry, in: String, Answer)
        case again
        case idle
    }

    private func work(now: @Sendable () -> Int) async {
        while !Task.isCancelled {
            switch nextStep(now: now()) {
            case .idle: return
            case .again: continue
            case .answer(let entry, let id, let answer):
                let result = await Self.result(of: entry, answer)
                guard !Task.isCancelled else { return }
                state.withLock { state in
                    guard let index = state.jobs.firstIndex(where: { $0.batch.id == id }) else { return }
                    state.jobs[index].results.append(result)
                }
            }
        }
    }

    private func nextStep(now: Int) -> Step {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: { $0.batch.status != .ended }) else {
                state.worker = nil
                return .idle
            }
            let job = state.jobs[index]
            let isExpired = now >= job.batch.expires
            if job.batch.status == .inProgress, !isExpired, job.results.count < job.entries.count {
                return .answer(job.entries[job.results.count], in: job.batch.id, job.answer)
            }
            let left = job.entries.count - job.results.count
            let rest: JSONValue = ["type": job.batch.status == .canceling ? "canceled" : "expired"]
            state.jobs[index].results += Array(repeating: rest, count: left)
            state.jobs[index].end(at: now)
            return .again
        }
    }

    private static func result(of entry: MessageBatchRequest.Entry, _ answer: Answer) async -> JSONValue {
        do {
            let reply = try await answer(entry.parameters)
            return reply.status == 200
                ? ["type": "succeeded", "message": reply.json] : ["type": "errored", "error": reply.json]
        } catch {
            return ["type": "errored", "error": APIError.anthropic(500, "Internal server error").json]
        }
    }
}
