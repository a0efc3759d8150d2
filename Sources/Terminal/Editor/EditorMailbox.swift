import Foundation
import Synchronization

/// What other threads have for the line editor's.
final class EditorMailbox: Sendable {
    private struct State {
        var isReading = false
        /// Requests up to this number are answered with the end of input.
        var givenUp = 0
        var posts: [DisplayText] = []
    }

    private let state = Mutex(State())
    let pipe: SelfPipe

    init?() {
        guard let pipe = SelfPipe() else { return nil }
        self.pipe = pipe
    }

    /// - Returns: `false` when no line is being read, so that nothing would show the text.
    func post(_ text: DisplayText) -> Bool {
        let isReading = state.withLock { state in
            if state.isReading { state.posts.append(text) }
            return state.isReading
        }
        if isReading { pipe.wake() }
        return isReading
    }

    /// Ends reading for a request, and all before it, as if the input had ended.
    func giveUp(through number: Int) {
        state.withLock { $0.givenUp = max($0.givenUp, number) }
        pipe.wake()
    }

    func isGivenUp(_ number: Int) -> Bool { state.withLock { number <= $0.givenUp } }

    func beginReading() { state.withLock { $0.isReading = true } }

    /// - Returns: what was posted too late to be shown above the line.
    func endReading() -> [DisplayText] {
        state.withLock { state in
            state.isReading = false
            defer { state.posts = [] }
            return state.posts
        }
    }

    func takePosts() -> [DisplayText] {
        state.withLock { state in
            defer { state.posts = [] }
            return state.posts
        }
    }
}

/// A wish for an entry.
struct EditorRequest: Sendable {
    /// From 1, in the order of asking.
    var number: Int
    var prompt: DisplayText
    var continuation: DisplayText
    var deliver: @Sendable (LineEditor.Outcome) -> Void
}

/// The requests that the editor's thread works through.
final class EditorRequests: Sendable {
    private struct State {
        var last = 0
        var requests: [EditorRequest] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)

    func nextNumber() -> Int {
        state.withLock { state in
            state.last += 1
            return state.last
        }
    }

    /// - Returns: `false` when there is nobody to answer.
    func append(_ request: EditorRequest) -> Bool {
        let isOpen = state.withLock { state in
            if !state.isClosed { state.requests.append(request) }
            return !state.isClosed
        }
        if isOpen { arrived.signal() }
        return isOpen
    }

    /// Waits for a request; `nil` when it is closed and all have been taken.
    func next() -> EditorRequest? {
        arrived.wait()
        return state.withLock { $0.requests.isEmpty ? nil : $0.requests.removeFirst() }
    }

    /// - Returns: `false` when it was closed before.
    func close() -> Bool {
        let wasOpen = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        if wasOpen { arrived.signal() }
        return wasOpen
    }
}

/// A value handed once from one thread to another that waits for it.
final class Delivery<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func put(_ value: Value) {
        self.value.withLock { $0 = value }
        arrived.signal()
    }

    /// Waits for the value.
    func take() -> Value {
        while true {
            arrived.wait()
            if let value = value.withLock({ $0 }) { return value }
        }
    }

    /// Waits at most for `time`; `nil` when there is no value then.
    func take(within time: DispatchTimeInterval) -> Value? {
        _ = arrived.wait(timeout: .now() + time)
        return value.withLock { $0 }
    }
}
