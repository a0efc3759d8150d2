internal import Dispatch
internal import Foundation
internal import Synchronization

/// Writes many texts in common passes of their models, on a thread of its own, away from the event loops and from Swift's pool.
///
/// Every pass brings each text that writes its next token, and some of their prompts to those that begin (Yu and others 2022;
/// Agrawal and others 2023). Texts end when nobody wants them any more, pause while nobody reads them, and share a bounded
/// memory: beyond that, the youngest give theirs back, and are read again later. What a text says depends on none of it.
final class Scheduler: Sendable {
    private struct Inbox {
        var arrived: [OpenText] = []
        var hasThread = false
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let signal = DispatchSemaphore(value: 0)
    private let positionLimit: Int

    /// - Parameter positions: how many tokens of texts the models may remember together.
    init(positions: Int) { positionLimit = positions }

    /// Begins to write a text. The thread is made with the first.
    func add(_ text: OpenText) {
        let (isStopped, needsThread) = inbox.withLock { inbox in
            if inbox.isStopped { return (true, false) }
            inbox.arrived.append(text)
            defer { inbox.hasThread = true }
            return (false, !inbox.hasThread)
        }
        if isStopped { return text.fail(CancellationError()) }
        if needsThread {
            let thread = Thread { [self] in work() }
            thread.name = "texts"
            thread.start()
        }
        wake()
    }

    /// Has the texts looked at again.
    func wake() { signal.signal() }

    /// Ends all texts and the thread.
    func stop() {
        inbox.withLock { $0.isStopped = true }
        wake()
    }

    private func work() {
        let desk = WritingDesk(positionLimit: positionLimit)
        while true {
            let (arrived, isStopped) = inbox.withLock { inbox in
                defer { inbox.arrived = [] }
                return (inbox.arrived, inbox.isStopped)
            }
            desk.add(arrived)
            if isStopped { return desk.failAll(CancellationError()) }
            if desk.pass() { continue }
            if desk.isEmpty {
                signal.wait()
            } else {
                // A client that leaves wakes nobody: texts that pause are looked at now and then.
                _ = signal.wait(timeout: .now() + .milliseconds(100))
            }
        }
    }
}
