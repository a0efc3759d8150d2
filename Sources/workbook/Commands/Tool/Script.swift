import ArgumentParser
import Foundation

struct Script: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "script",
        abstract: "Run the commands in a file, one a line.",
        discussion:
            "Empty lines and lines that begin with # are passed over. Every line is run; the status is 1 when one failed."
    )

    @Argument(help: "The file, or - for standard input.", completion: .file())
    var file: String

    mutating func run(in session: Session) async throws {
        let text = try session.readText(of: file)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let status = await LineScript(session: session, name: file).run(AnyIterator(lines.makeIterator()))
        if status != 0 { throw ScriptFailure(status: status) }
    }
}

/// Some line of a script failed, and has been told already.
struct ScriptFailure: Error {
    var status: Int32
}
