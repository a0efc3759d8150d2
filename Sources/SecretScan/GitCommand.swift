internal import Foundation

/// Runs git on a folder, with nothing of the repository's settings that would run other programs.
struct GitCommand {
    private let executable: URL
    private let folder: String
    private let environment: [String: String]

    /// `nil` if there is no git on the path.
    init?(folder: String, environment: [String: String]) {
        let paths = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let candidates: [String] = paths.map { $0 + "/git" }
        guard let path = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            return nil
        }
        executable = URL(filePath: path)
        self.folder = folder
        var environment = environment.filter { !$0.key.hasPrefix("GIT_") }
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GIT_NO_LAZY_FETCH"] = "1"
        environment["GIT_NO_REPLACE_OBJECTS"] = "1"
        environment["LC_ALL"] = "C"
        self.environment = environment
    }

    private func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments =
            [
                "--no-pager", "-C", folder, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c",
                "core.quotePath=false", "-c", "log.showSignature=false",
            ] + arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// All that a command prints. Throws what it complained about if it failed.
    func output(_ arguments: [String]) throws -> String {
        let process = process(arguments)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // What it complains about is short, and fits into the pipe.
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ScanError.git(
                String(decoding: complaint, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Two commands, the first's output the second's input.
    func pipeline(_ first: [String], _ second: [String]) throws -> GitPipeline {
        let (source, sink) = (process(first), process(second))
        let (between, output) = (Pipe(), Pipe())
        source.standardOutput = between
        source.standardError = FileHandle.nullDevice
        sink.standardInput = between
        sink.standardOutput = output
        sink.standardError = FileHandle.nullDevice
        try source.run()
        try sink.run()
        // The second sees the end only once nobody else holds the first's end.
        try? between.fileHandleForWriting.close()
        try? between.fileHandleForReading.close()
        return GitPipeline(source: source, sink: sink, output: output.fileHandleForReading)
    }
}

/// What comes out of two commands, read piece by piece.
final class GitPipeline {
    private let source: Process
    private let sink: Process
    private let output: FileHandle
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)
    private var start = 0
    private var end = 0

    init(source: Process, sink: Process, output: FileHandle) {
        self.source = source
        self.sink = sink
        self.output = output
    }

    /// The next line; `nil` at the end.
    func line() throws -> String? {
        var line: [UInt8] = []
        while true {
            if start == end, try !fill() { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
            let rest = buffer[start..<end]
            if let index = rest.firstIndex(of: 0x0A) {
                line += buffer[start..<index]
                start = index + 1
                return String(decoding: line, as: UTF8.self)
            }
            line += rest
            start = end
        }
    }

    /// Gives the next bytes in pieces; at least one, which may be empty.
    func content(_ count: Int, _ body: (ArraySlice<UInt8>, _ isEnd: Bool) throws -> Void) throws {
        var left = count
        repeat {
            if left > 0, start == end, try !fill() { throw ScanError.git("it ended within an object") }
            let piece = buffer[start..<min(end, start + left)]
            start += piece.count
            left -= piece.count
            try body(piece, left == 0)
        } while left > 0
    }

    func skip(_ count: Int) throws { try content(count) { _, _ in } }

    /// Throws if a command failed.
    func finish() throws {
        source.waitUntilExit()
        sink.waitUntilExit()
        guard source.terminationStatus == 0, sink.terminationStatus == 0 else {
            throw ScanError.git("the objects cannot be read; `git fsck` tells why")
        }
    }

    func stop() {
        for process in [source, sink] where process.isRunning { process.terminate() }
    }

    private func fill() throws -> Bool {
        start = 0
        end = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { read(output.fileDescriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ScanError.git(String(cString: strerror(errno))) }
            end = count
            return count > 0
        }
    }
}
