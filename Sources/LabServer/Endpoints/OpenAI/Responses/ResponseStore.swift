internal import ModelAPI
internal import Synchronization

/// The responses that can be asked for later, and the work on those in the background.
final class ResponseStore: Sendable {
    private struct State {
        /// The oldest first.
        var records: [ResponseRecord] = []
        var tasks: [String: Task<Void, Never>] = [:]
        var isStopped = false
    }

    private static let mostRecords = 256
    /// An event takes about 200 bytes.
    private static let mostEvents = 200_000

    private let state = Mutex(State())

    /// Keeps a response. The oldest that are over go, if there are too many. Throws if all are being written.
    func add(_ record: ResponseRecord) throws(APIError) {
        let isFull = state.withLock { state in
            var events = state.records.reduce(0) { $0 + $1.eventCount }
            while state.records.count >= Self.mostRecords || events > Self.mostEvents {
                guard let oldest = state.records.firstIndex(where: { $0.response.status.isOver }) else {
                    return state.records.count >= Self.mostRecords
                }
                events -= state.records.remove(at: oldest).eventCount
            }
            state.records.append(record)
            return false
        }
        guard !isFull else {
            throw .openai(
                429, "Too many responses are being written. Wait for some to end.", type: "requests",
                code: "rate_limit_exceeded")
        }
    }

    func record(_ id: String, of organization: String) -> ResponseRecord? {
        state.withLock { $0.records.first { $0.id == id && $0.organization == organization } }
    }

    /// Forgets a response, and ends it if it is not over. Gives whether there was one.
    func remove(_ id: String, of organization: String) -> Bool {
        let record = state.withLock { state in
            state.records.firstIndex { $0.id == id && $0.organization == organization }
                .map { state.records.remove(at: $0) }
        }
        record?.cancel()
        return record != nil
    }

    /// Does work for a response while nobody waits for it.
    func work(on id: String, _ work: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.tasks[id] = Task { [weak self] in
                await work()
                self?.state.withLock { state in state.tasks[id] = nil }
            }
        }
    }

    /// Ends all work.
    func stop() {
        let (tasks, records) = state.withLock { state in
            state.isStopped = true
            defer { state.tasks = [:] }
            return (Array(state.tasks.values), state.records)
        }
        for task in tasks { task.cancel() }
        for record in records { record.cancel() }
    }
}
