import Foundation
import Synchronization

/// Turns Ctrl-C (SIGINT) into events while commands run: the process lives on.
///
/// For example: `let source = InterruptSource { task.cancel() }`, and `source?.stop()` when the command is done.
/// Sources may overlap: the newest has it. While a `LineEditor` reads a line it takes SIGINT itself.
public final class InterruptSource: Sendable {
    private struct State: ~Copyable {
        var signals: SignalPipe?
    }

    /// SIGINT alone.
    public static let interrupt: [Int32] = [SIGINT]

    private let state: Mutex<State>
    private let pipe: SelfPipe

    /// - Parameters:
    ///   - signals: which signals, SIGINT if nothing else is said.
    ///   - handler: called on a thread of its own, once for each signal that arrives.
    /// - Returns: `nil` when the process has no descriptors left.
    public init?(signals: [Int32] = interrupt, handler: @escaping @Sendable (Int32) -> Void) {
        guard let pipe = SelfPipe() else { return nil }
        self.pipe = pipe
        state = Mutex(State(signals: SignalPipe(signals, pipe: pipe)))
        Thread.detachNewThread {
            while true {
                var descriptors = pollfd(fd: pipe.reader, events: Int16(POLLIN), revents: 0)
                guard poll(&descriptors, 1, -1) >= 0 || errno == EINTR else { return }
                for number in pipe.drain() {
                    if number == 0 { return }
                    handler(Int32(number))
                }
            }
        }
    }

    /// The signals as a sequence, which ends when the source is stopped.
    public static func events(of signals: [Int32] = interrupt) -> (source: InterruptSource, events: AsyncStream<Int32>)?
    {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        guard let source = InterruptSource(signals: signals, handler: { continuation.yield($0) }) else { return nil }
        continuation.onTermination = { _ in source.stop() }
        return (source, stream)
    }

    /// Puts the former handling back. Doing it twice does nothing.
    public func stop() {
        let wasOpen = state.withLock { state in
            defer { state.signals = nil }
            return state.signals != nil
        }
        if wasOpen { pipe.wake(with: 0) }
    }

    deinit { stop() }
}
