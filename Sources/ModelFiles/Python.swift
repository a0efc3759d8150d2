public import Foundation

/// The Python that fetches and unpacks wheels: its pip knows the user's index, proxy, certificates and cache.
public struct Python: Hashable, Sendable {
    /// The environment variable that names another one than `python3`.
    public static let variable = "WORKBOOK_PYTHON"

    public let url: URL
    public let environment: [String: String]

    /// Looks along `PATH`, as a shell does. Nothing is started yet.
    public init(environment: [String: String]) throws(ModelFetchError) {
        let chosen = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
        let name = chosen ?? "python3"
        let places =
            name.contains("/")
            ? [name] : (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
        guard let path = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw .noPython(named: name)
        }
        url = URL(filePath: path)
        self.environment = environment
    }

    /// How a run ended.
    struct Outcome {
        var status: Int32
        /// What it wrote to standard output and standard error.
        var output: String
    }

    /// Runs ``PythonScript`` to its end, and calls `watch` every few hundredths of a second meanwhile.
    ///
    /// When the task is cancelled, and also when this process is killed, the Python process and its children end at once.
    func run(
        _ arguments: [String], temporary: URL, output: URL, extra: [String: String] = [:], watch: () -> Void = {}
    ) async throws -> Outcome {
        let process = Process()
        process.executableURL = url
        process.arguments = ["-c", PythonScript.text] + arguments
        process.environment = environment.merging(
            ["TMPDIR": temporary.path(percentEncoded: false), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"]
        ) { $1 }.merging(extra) { $1 }
        try Data().write(to: output)
        let log = try FileHandle(forWritingTo: output)
        process.standardOutput = log
        process.standardError = log
        // Never written to: when it closes, the script knows that nobody waits for it.
        let life = Pipe()
        process.standardInput = life
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        defer {
            try? log.close()
            try? life.fileHandleForWriting.close()
        }
        while process.isRunning {
            do {
                try await Task.sleep(for: .milliseconds(40))
            } catch {
                try? life.fileHandleForWriting.close()
                kill(process.processIdentifier, SIGKILL)
                for await _ in ended {}
                throw CancellationError()
            }
            watch()
        }
        try Task.checkCancellation()
        let text = (try? Data(contentsOf: output)) ?? Data()
        return Outcome(status: process.terminationStatus, output: String(decoding: text, as: UTF8.self))
    }
}
