/// One command, given by a shell.
@MainActor
struct ShellInvocation {
    let session: Session

    /// - Returns: the exit status: 0, 1 for a failure, 64 for arguments that do not parse (sysexits.h, EX_USAGE).
    func run(_ arguments: [String]) async -> Int32 {
        do {
            let session = session
            session.isSingleCommand = true
            try await Interruption.cancelling { try await LineInterpreter(session: session).run(arguments: arguments) }
            return 0
        } catch is QuitRequest {
            return 0
        } catch let message as ParserMessage {
            ErrorReport(message).tell(session)
            return message.status
        } catch let failure as ScriptFailure {
            return failure.status
        } catch is CancellationError {
            return 130
        } catch {
            ErrorReport(error).tell(session)
            return 1
        }
    }
}
