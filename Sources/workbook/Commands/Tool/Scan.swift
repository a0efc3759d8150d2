import ArgumentParser
import Foundation
import ModelAPI
import SecretScan
import Terminal

struct Scan: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find keys that lie in a folder, or in its git history.",
        discussion: """
            Looks into every file, and into every version of every file that a branch, a tag or a stash still reaches, deleted ones \
            too. What git ignores is passed over, unless --ignored asks for it. No key is shown whole. The exit status is 1 when \
            something is found.
            """
    )

    @Argument(help: "The folder, or a file.", completion: .directory)
    var path: String

    @Flag(help: "Only the files as they are, not the history.")
    var noHistory = false

    @Flag(help: "Also the files that git ignores.")
    var ignored = false

    @Flag(help: "As JSON.")
    var json = false

    mutating func run(in session: Session) async throws {
        let root = URL(filePath: path, relativeTo: session.environment.workingDirectory).path(percentEncoded: false)
        let options = Options(
            root: root, environment: session.environment.variables, history: !noHistory, ignored: ignored)
        let begin = ContinuousClock.now
        // Away from the prompt's thread, so that Ctrl-C is heard.
        let work = Task.detached { try Self.scan(options) }
        let (findings, summary) = try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            work.cancel()
        }
        let view = ScanView(findings: findings, summary: summary, duration: ContinuousClock.now - begin)
        if json {
            session.output.writeJSON(view.json.serialized(pretty: true))
        } else {
            session.say(view.lines())
            session.sayWrapped(view.conclusion())
        }
        if !findings.isEmpty { throw ScriptFailure(status: 1) }
    }

    private struct Options: Sendable {
        var root: String
        var environment: [String: String]
        var history: Bool
        var ignored: Bool
    }

    private static func scan(_ options: Options) throws -> (findings: [SecretFinding], summary: ScanSummary) {
        var summary = ScanSummary()
        var findings: [SecretFinding] = []
        var git: GitScan?
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: options.root, isDirectory: &isDirectory)
        if isDirectory.boolValue {
            if GitScan.isAvailable(options.environment) {
                git = try GitScan(folder: options.root, environment: options.environment)
            } else {
                summary.problems.append("git is not installed: the history was not looked at")
            }
        }
        let ignored = options.ignored ? [] : (try? git?.ignoredPaths()) ?? []
        try FolderScan(root: options.root, ignored: ignored).run(&summary) { findings.append($0) }
        if options.history, let git { try git.run(&summary) { findings.append($0) } }
        return (findings, summary)
    }
}
