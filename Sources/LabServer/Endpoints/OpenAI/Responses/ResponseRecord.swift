internal import ModelAPI
internal import Synchronization

/// A response that is written, or was: its state, and its events for those who follow it.
final class ResponseRecord: Sendable {
    let id: String
    let organization: String
    /// What came with the request itself.
    let input: [ResponseItem]
    /// What the model was given: the items of earlier responses, then ``input``.
    let conversation: [ResponseItem]

    private struct State {
        var response: ResponseObject
        var events: [ResponseStreamEvent] = []
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        mutating func wake() {
            for waiter in waiters { waiter.resume() }
            waiters = []
        }
    }

    private let state: Mutex<State>

    init(_ response: ResponseObject, organization: String, input: [ResponseItem], conversation: [ResponseItem]) {
        id = response.id
        self.organization = organization
        self.input = input
        self.conversation = conversation
        state = Mutex(State(response: response))
    }

    var response: ResponseObject { state.withLock { $0.response } }

    var eventCount: Int { state.withLock { $0.events.count } }

    /// Whether somebody ended it before its time.
    var isCancelled: Bool { state.withLock { $0.response.status == .cancelled } }

    /// The conversation after this response, for the next one to go on from.
    var continued: [ResponseItem] { conversation + response.output }

    /// Adds an event, and gives it as it goes over the wire; `nil` once the response was cancelled.
    func add(_ event: ResponseStreamEvent) -> JSONValue? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            if case .response(_, let response) = event {
                state.response = response
                state.isClosed = response.status.isOver
            }
            state.events.append(event)
            state.wake()
            return event.json(number: state.events.count - 1)
        }
    }

    /// Ends a response that is not over. Gives the response.
    @discardableResult func cancel() -> ResponseObject {
        state.withLock { state in
            if !state.response.status.isOver {
                state.response.status = .cancelled
                state.isClosed = true
                state.wake()
            }
            return state.response
        }
    }

    /// The event of a number, when it is there; `nil` if the stream ends before it.
    func event(_ number: Int) async -> JSONValue? {
        while true {
            let found: JSONValue?? = state.withLock { state in
                if number < state.events.count { return .some(state.events[number].json(number: number)) }
                return state.isClosed ? .some(nil) : .none
            }
            if let found { return found }
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if number < state.events.count || state.isClosed {
                        continuation.resume()
                    } else {
                        state.waiters.append(continuation)
                    }
                }
            }
        }
    }
}
