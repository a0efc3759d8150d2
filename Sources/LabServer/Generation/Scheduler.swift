internal import Dispatch
internal import Foundation
package import LanguageModel
internal import Synchronization
package import Tokenization

/// Writes many texts in common passes of their models, on a thread of its own, away from the event loops and from Swift's pool.
///
/// Every pass brings each text that writes its next token, and some of their prompts to those that begin (Yu and others 2022;
/// Agrawal and others 2023). Texts end when nobody wants them any more, pause while nobody reads them, and share a bounded
/// memory: beyond that, the youngest give theirs back, and are read again later. What a text says depends on none of it.
package final class Scheduler: Sendable {
    private struct Inbox {
        var arrived: [OpenText] = []
        var hasThread = false
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let signal = DispatchSemaphore(value: 0)
    private let positionLimit: Int

    /// - Parameter positions: how many tokens of texts the models may remember together.
    package init(positions: Int) { positionLimit = positions }

    /// Begins to write a text. Throws what `Generation` does for what cannot be written.
    ///
    /// - Parameter isWanted: whether anybody waits for the text. Once it gives `false`, the text ends. A text that nobody holds any
    ///   more ends anyway.
    package func write(
        with model: any LanguageModel, prompt: [TokenID], options: GenerationOptions = GenerationOptions(),
        isWanted: @escaping @Sendable () -> Bool = { true }
    ) throws -> RunningText {
        let generation = try Generation(model: model, prompt: prompt, options: options)
        let steps = StepQueue(isWanted: isWanted, wake: wake)
        add(OpenText(generation, prompt: prompt, reportsTokens: options.alternatives != nil, steps: steps))
        return RunningText(steps)
    }

    /// The thread is made with the first text.
    private func add(_ text: OpenText) {
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
    private func wake() { signal.signal() }

    /// Ends all texts and the thread.
    package func stop() {
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
