import ArgumentParser
import Terminal

/// Runs lines from a file or a pipe, without a prompt.
@MainActor
struct LineScript {
    let session: Session
    let name: String

    /// Runs every line, also after one that failed.
    ///
    /// - Returns: 0, or 1 when a line failed. `quit` ends it with what there is so far.
    func run(_ lines: AnyIterator<String>) async -> Int32 {
        let interpreter = LineInterpreter(session: session)
        var status: Int32 = 0
        var number = 0
        while var line = lines.next() {
            number += 1
            let first = number
            while LineInterpreter.needsMore(line), let following = lines.next() {
                number += 1
                line = ShellWords.joining(line, following)
            }
            do {
                try await interpreter.run(line)
            } catch is QuitRequest {
                return status
            } catch {
                if !ErrorReport(error).tell(session, at: "\(name):\(first)") { status = 1 }
            }
            if session.output.isClosed { return status }
        }
        return status
    }
}

/// How an error is told, at the prompt, in a script, or in a shell.
@MainActor
struct ErrorReport {
    let error: any Error

    init(_ error: any Error) { self.error = error }

    /// Prints the error.
    ///
    /// - Returns: whether it was no failure after all, such as help that was asked for.
    @discardableResult
    func tell(_ session: Session, at place: String? = nil) -> Bool {
        switch error {
        case let message as ParserMessage where message.status == 0:
            session.say(DisplayText(message.description))
            return true
        case is CancellationError:
            session.complain("stopped", at: place)
        case is ScriptFailure:
            break
        case let error as any CustomStringConvertible:
            session.complain(error.description, at: place)
        default:
            session.complain(error.localizedDescription, at: place)
        }
        return false
    }
}
