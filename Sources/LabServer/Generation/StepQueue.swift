internal import Synchronization

/// The steps of a text, between the thread that writes them and the task that reads them.
///
/// It holds few: a text whose reader is slow pauses, so that nothing is written for nobody.
final class StepQueue: Sendable {
    typealias Step = RunningText.Step

    /// What a reader waits for.
    enum Demand {
        case step
        case whole
    }

    private struct State {
        var steps: [Step] = []
        /// The last step that was read.
        var last: Step?
        var failure: (any Error)?
        var reader: (demand: Demand, continuation: CheckedContinuation<Step, any Error>)?
        /// Whether the writer has been told to wait.
        var isPaused = false

        /// What `demand` gets, if it is there.
        mutating func take(_ demand: Demand) -> Result<Step, any Error>? {
            if let last, last.finish != nil {
                return .success(Step(text: "", finish: last.finish, tokens: last.tokens))
            }
            if let failure, steps.isEmpty { return .failure(failure) }
            guard let newest = steps.last else { return nil }
            let isOver = newest.finish != nil || failure != nil
            switch demand {
            case .step:
                last = steps.removeFirst()
                return last.map { .success($0) }
            case .whole: guard isOver else { return nil }
            }
            var all = steps.removeFirst()
            for step in steps { all.append(step) }
            steps = []
            last = all
            return .success(all)
        }
    }

    /// How many steps may wait to be read.
    static let limit = 32

    private let state = Mutex(State())
    private let isWanted: @Sendable () -> Bool
    private let wake: @Sendable () -> Void

    /// - Parameters:
    ///   - isWanted: whether anybody waits for the text. Asked before each step.
    ///   - wake: called when a text that was paused may go on, or is to end.
    init(isWanted: @escaping @Sendable () -> Bool, wake: @escaping @Sendable () -> Void) {
        self.isWanted = isWanted
        self.wake = wake
    }

    // MARK: The reader

    /// One reader at a time.
    func next(_ demand: Demand) async throws -> Step {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (result, wasPaused) = state.withLock { state in
                    let result = state.take(demand)
                    if result == nil { state.reader = (demand, continuation) }
                    defer { state.isPaused = false }
                    return (result, state.isPaused)
                }
                if let result { continuation.resume(with: result) }
                if wasPaused { wake() }
            }
        } onCancel: {
            cancel()
        }
    }

    func cancel() {
        end(with: CancellationError())
        wake()
    }

    // MARK: The writer

    enum Readiness { case ready, paused, over }

    /// Whether the next step can be written.
    func readiness() -> Readiness {
        if !isWanted() { end(with: ClientLeft()) }
        return state.withLock { state in
            if state.failure != nil { return .over }
            guard state.steps.count >= Self.limit, state.reader == nil else { return .ready }
            state.isPaused = true
            return .paused
        }
    }

    func put(_ step: Step) {
        answer { state in if state.failure == nil { state.steps.append(step) } }
    }

    /// Ends the text, unless it is over: what has been written may still be read.
    func end(with error: any Error) {
        answer { state in
            guard state.failure == nil, state.steps.last?.finish == nil, state.last?.finish == nil else { return }
            state.failure = error
            if error is CancellationError || error is ClientLeft { state.steps = [] }
        }
    }

    /// Changes the state, and lets the reader go on if what it waits for is there by then.
    private func answer(_ change: (inout State) -> Void) {
        let answered = state.withLock { state -> (CheckedContinuation<Step, any Error>, Result<Step, any Error>)? in
            change(&state)
            guard let reader = state.reader, let result = state.take(reader.demand) else { return nil }
            state.reader = nil
            return (reader.continuation, result)
        }
        if let (continuation, result) = answered { continuation.resume(with: result) }
    }
}
