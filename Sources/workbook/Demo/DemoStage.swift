import ArgumentParser
import Course
import DataFiles
import Terminal

/// Where a demo's commands run: a session of their own, which keeps nothing, and what each of them printed.
@MainActor
final class DemoStage {
    let demo: Demo
    private let file: String
    private let session: Session
    private let recorder: TextRecorder
    private var outputs: [Int: DisplayText] = [:]

    init(_ demo: Demo, file: String, in outer: Session) {
        self.demo = demo
        self.file = file
        recorder = TextRecorder(outer.output)
        session = Session(
            environment: outer.environment, output: recorder, models: outer.models, storeLocation: .some(nil),
            courseRoot: outer.chosenRoot)
    }

    func close() async { await session.close() }

    /// Throws what is wrong with the commands, before the first of them runs.
    func check() throws {
        var problems: [Problem] = []
        for step in demo.steps {
            guard let command = step.command else { continue }
            do { _ = try LineInterpreter(session: session).command(of: command) } catch {
                let message = (error as? ParserMessage)?.firstLine ?? "\(error)"
                problems.append(Problem(at: Place(file, line: step.line), message))
            }
        }
        if !problems.isEmpty { throw DemoProblems(problems: problems) }
    }

    /// What the step printed when it ran last; `nil` if it has not run.
    func output(of index: Int) -> DisplayText? { outputs[index] }

    /// Lets the step run again when it is shown next.
    func forget(_ index: Int) { outputs[index] = nil }

    /// Whether the step can be shown only at a terminal.
    func needsTerminal(_ index: Int) -> Bool {
        guard let line = demo.steps[index].command,
            let command = try? LineInterpreter(session: session).command(of: line)
        else { return false }
        return type(of: command).needsTerminal
    }

    /// Runs the step's command. Ctrl-C stops it, and it alone.
    ///
    /// - Returns: whether it succeeded. What went wrong is told, and is part of the step's output.
    func run(_ index: Int, tellingPlace: Bool = false) async throws -> Bool {
        guard let command = demo.steps[index].command else { return true }
        _ = recorder.take()
        let session = session
        let task = Task { @MainActor in try await LineInterpreter(session: session).run(command) }
        let source = InterruptSource { _ in task.cancel() }
        defer {
            source?.stop()
            outputs[index] = recorder.take()
        }
        do {
            try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            return true
        } catch is QuitRequest {
            throw QuitRequest()
        } catch {
            // The whole demo was meant.
            try Task.checkCancellation()
            return ErrorReport(error).tell(
                session, at: tellingPlace ? Place(file, line: demo.steps[index].line).description : nil)
        }
    }
}

extension ParserMessage {
    /// Without the usage that follows.
    fileprivate var firstLine: String {
        let line = description.split(separator: "\n").first.map(String.init) ?? description
        return line.hasPrefix("Error: ") ? String(line.dropFirst(7)) : line
    }
}
