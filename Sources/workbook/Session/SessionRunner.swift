import Assessment
import Foundation
import Grading
import LanguageModel
import Terminal

/// Runs lines in sessions of their own, which keep nothing and share nothing but one lab.
struct SessionRunner: CommandRunner {
    let environment: ProcessEnvironment
    let models: ModelCatalog
    let courseRoot: URL

    func run(_ lines: [String], model: String?) async throws -> RunOutcome {
        try await inFreshSession(lines, model, recorder: TextRecorder(TextCapture()), announce: { _ in })
    }

    /// Runs the first `shown` lines as a person would see them, each after its prompt, and the others in silence.
    @MainActor
    func run(_ lines: [String], model: String?, showing shown: Int, on output: any TextOutput) async throws
        -> RunOutcome
    {
        let recorder = TextRecorder(output)
        return try await inFreshSession(lines, model, recorder: recorder) { index in
            if index >= shown {
                recorder.mute()
            } else {
                output.print(DisplayText("workbook> ", style: .dim) + DisplayText(lines[index], style: .code))
            }
        }
    }

    @MainActor
    private func inFreshSession(
        _ lines: [String], _ model: String?, recorder: TextRecorder, announce: @MainActor (Int) -> Void
    ) async throws -> RunOutcome {
        // What is proved or predicted is the same on every machine: the model inside the program answers unless one is named.
        let first = model ?? NGramModel.name
        let base = models
        let session = Session(
            environment: environment, output: recorder,
            models: ModelCatalog([(first, { @Sendable in try base.model(named: first) })], before: base),
            storeLocation: .some(nil), courseRoot: courseRoot)
        do {
            let interpreter = LineInterpreter(session: session)
            var outputs: [String] = []
            for (index, line) in lines.enumerated() {
                announce(index)
                do {
                    try Task.checkCancellation()
                    try await interpreter.run(line)
                } catch let error as CancellationError {
                    throw error
                } catch {
                    throw CommandFailure(index: index, line: line, reason: "\(error)")
                }
                outputs.append(recorder.take().plain)
            }
            let outcome = RunOutcome(
                outputs: outputs, request: session.draft == nil ? nil : try session.requestForGrading(),
                exchanges: try session.exchanges())
            await session.close()
            return outcome
        } catch {
            await session.close()
            throw error
        }
    }
}
