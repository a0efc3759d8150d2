import Assessment
import Foundation
import HTTPWire
import LanguageModel
import Terminal

/// Runs lines in sessions of their own, which keep nothing and share nothing but one lab.
struct SessionRunner: CommandRunner {
    let environment: ProcessEnvironment
    let models: ModelCatalog
    let courseRoot: URL

    func run(_ lines: [String]) async throws -> CommandOutcome {
        try await inFreshSession(lines)
    }

    @MainActor
    private func inFreshSession(_ lines: [String]) async throws -> CommandOutcome {
        let session = Session(
            environment: environment, output: TextCapture(), models: models, storeLocation: .some(nil),
            courseRoot: courseRoot)
        do {
            let interpreter = LineInterpreter(session: session)
            for (index, line) in lines.enumerated() {
                do {
                    try await interpreter.run(line)
                } catch {
                    throw CommandFailure(index: index, line: line, reason: "\(error)")
                }
            }
            let outcome = CommandOutcome(
                request: session.draft == nil ? nil : try session.requestForGrading(),
                exchanges: try session.exchanges())
            await session.close()
            return outcome
        } catch {
            await session.close()
            throw error
        }
    }
}
