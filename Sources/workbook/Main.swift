import Foundation
import Terminal

/// The entry: with no arguments the prompt, or the lines of standard input when that is no terminal; with arguments, one command.
@main
enum Main {
    @MainActor
    static func main() async {
        let environment = ProcessEnvironment.current()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let output = TerminalOutput.standardOutput(environment: environment.variables)
        let session = Session(environment: environment, output: output)
        let status: Int32
        if !arguments.isEmpty {
            status = await ShellInvocation(session: session).run(arguments)
        } else if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
            status = await Prompt(session: session, output: output).run()
        } else {
            status = await LineScript(session: session, name: "standard input").run(standardInputLines())
        }
        await session.close()
        exit(status)
    }

    private static func standardInputLines() -> AnyIterator<String> {
        AnyIterator { readLine(strippingNewline: true) }
    }
}
