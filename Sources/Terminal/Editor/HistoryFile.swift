public import Foundation

/// Line history in a file that only its owner can read, and that several programs may add to at once.
///
/// One entry is one line of UTF-8; a line feed in it is written `\n`, a backslash `\\`. The file is replaced as a
/// whole, never written in place, so that a reader never sees half of it; a lock file beside it keeps two writers
/// apart.
public struct HistoryFile: Sendable {
    public let location: URL
    public let limit: Int

    /// What is read of a file at most, in bytes, from its end.
    static let byteLimit = 8 << 20

    public init(at location: URL, limit: Int = 2000) {
        self.location = location
        self.limit = limit
    }

    /// What the file holds; nothing when there is no file.
    public func load() throws(HistoryFileError) -> LineHistory {
        guard FileManager.default.fileExists(atPath: location.path(percentEncoded: false)) else {
            return LineHistory(limit: limit)
        }
        return LineHistory(try read(), limit: limit)
    }

    /// Adds a line to what the file holds now, which may be more than what `load` returned.
    ///
    /// - Returns: all entries, those of other programs included.
    @discardableResult
    public func add(_ line: String) throws(HistoryFileError) -> LineHistory {
        try makeFolder()
        let lock = try lock()
        defer { close(lock) }
        var history = try load()
        history.add(line)
        try replace(with: history)
        return history
    }

    // MARK: Steps

    private func makeFolder() throws(HistoryFileError) {
        do {
            try FileManager.default.createDirectory(
                at: location.deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw HistoryFileError(location: location, step: .makeFolder, reason: error.localizedDescription)
        }
    }

    /// Waits a moment for the lock, but not for ever: its holder may have been stopped.
    private func lock() throws(HistoryFileError) -> Int32 {
        let descriptor = open(path(".lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(.lock) }
        for attempt in 0... {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
            guard errno == EWOULDBLOCK || errno == EINTR, attempt < 100 else { break }
            usleep(5000)
        }
        let failure = failure(.lock)
        close(descriptor)
        throw failure
    }

    private func read() throws(HistoryFileError) -> [String] {
        let descriptor = open(path(), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(.read) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let data: Data
        let isWhole: Bool
        do {
            let size = try handle.seekToEnd()
            let start = size > UInt64(Self.byteLimit) ? size - UInt64(Self.byteLimit) : 0
            isWhole = start == 0
            try handle.seek(toOffset: start)
            data = try handle.read(upToCount: Self.byteLimit) ?? Data()
        } catch {
            throw HistoryFileError(location: location, step: .read, reason: error.localizedDescription)
        }
        let lines = data.split(separator: 0x0A)
        return (isWhole ? lines[...] : lines.dropFirst()).map { Self.unescaped(String(decoding: $0, as: UTF8.self)) }
    }

    private func replace(with history: LineHistory) throws(HistoryFileError) {
        // The name is free: only the holder of the lock uses it.
        let descriptor = open(path(".new"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(.write) }
        fchmod(descriptor, 0o600)
        let text = history.entries.map { Self.escaped($0) + "\n" }.joined()
        let outcome = FileDescriptorWriter.write(Array(text.utf8), to: descriptor)
        close(descriptor)
        if case .closed(let code) = outcome {
            errno = code
            throw failure(.write)
        }
        guard rename(path(".new"), path()) == 0 else { throw failure(.write) }
    }

    private func path(_ suffix: String = "") -> String { location.path(percentEncoded: false) + suffix }

    private func failure(_ step: HistoryFileError.Step) -> HistoryFileError {
        HistoryFileError(location: location, step: step, reason: String(cString: strerror(errno)))
    }

    // MARK: Format

    static func escaped(_ line: String) -> String {
        line.replacing("\\", with: "\\\\").replacing("\r\n", with: "\\n").replacing("\n", with: "\\n")
    }

    static func unescaped(_ line: String) -> String {
        guard line.utf8.contains(UInt8(ascii: "\\")) else { return line }
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.unicodeScalars {
            if isEscaped {
                if scalar != "\\", scalar != "n" { result.append("\\") }
                result.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        if isEscaped { result.append("\\") }
        return String(result)
    }
}

/// What could not be done with a history file. Editing goes on without it.
public struct HistoryFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Step: String, Hashable, Sendable {
        case makeFolder = "make the folder of"
        case lock, read, write
    }

    public var location: URL
    public var step: Step
    public var reason: String

    public var description: String {
        "Could not \(step.rawValue) the line history \(location.path(percentEncoded: false)): \(reason). "
            + "Lines are kept until you leave."
    }
}
