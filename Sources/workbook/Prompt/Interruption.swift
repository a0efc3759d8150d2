import Foundation
import Terminal

/// Lets Ctrl-C cancel what runs, and nothing else.
@MainActor
enum Interruption {
    /// Runs the work; SIGINT and SIGTERM cancel it while it is under way.
    static func cancelling(_ work: @escaping @MainActor () async throws -> Void) async throws {
        let task = Task { try await work() }
        let source = InterruptSource(signals: [SIGINT, SIGTERM]) { _ in task.cancel() }
        defer { source?.stop() }
        try await task.value
    }
}

extension Session {
    /// Returns when the running command is interrupted.
    func untilInterrupted() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }
}
