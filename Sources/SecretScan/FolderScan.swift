internal import Foundation

/// Looks for secrets in the files below a folder.
///
/// Symbolic links are not followed, nothing but regular files is opened, and `.git` is left to ``GitScan``. A file is read in
/// pieces, up to ``largestFile`` bytes.
public struct FolderScan {
    /// How much of a file is looked at.
    public static let largestFile = 1 << 30
    private static let pieceSize = 1 << 18

    private let root: String
    /// Paths relative to the root that git ignores; folders end in `/`.
    private let ignored: Set<String>

    public init(root: String, ignored: Set<String> = []) {
        self.root = root
        self.ignored = ignored
    }

    public func run(_ summary: inout ScanSummary, found: (SecretFinding) -> Void) throws {
        var status = stat()
        guard stat(root, &status) == 0 else { throw ScanError.unreadable(root, String(cString: strerror(errno))) }
        if status.st_mode & S_IFMT != S_IFDIR {
            return try read(root, as: (root as NSString).lastPathComponent, &summary, found)
        }
        var folders = [""]
        while let folder = folders.popLast() {
            try Task.checkCancellation()
            let names: [String]
            do { names = try Self.names(in: root + "/" + folder) } catch {
                summary.problems.append("\(folder.isEmpty ? root : folder): \(error)")
                continue
            }
            var below: [String] = []
            for name in names {
                let path = folder + name
                guard lstat(root + "/" + path, &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFDIR:
                    if name == ".git" { continue }
                    if ignored.contains(path + "/") { summary.ignored += 1 } else { below.append(path + "/") }
                case S_IFREG:
                    if ignored.contains(path) {
                        summary.ignored += 1
                    } else {
                        try read(root + "/" + path, as: path, &summary, found)
                    }
                default: break
                }
            }
            folders += below.reversed()
        }
    }

    private func read(
        _ path: String, as name: String, _ summary: inout ScanSummary, _ found: (SecretFinding) -> Void
    ) throws {
        // Between lstat and here a link or a pipe may have come in its place.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            summary.problems.append("\(name): \(String(cString: strerror(errno)))")
            return
        }
        defer { close(descriptor) }
        summary.files += 1
        var stream = SecretStream()
        var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
        var total = 0
        while true {
            try Task.checkCancellation()
            let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { summary.problems.append("\(name): \(String(cString: strerror(errno)))") }
            total += max(0, count)
            let isEnd = count <= 0 || total >= Self.largestFile
            stream.read(buffer[..<max(0, count)], isEnd: isEnd) { match, place in
                found(
                    SecretFinding(
                        source: .file, path: name, line: place.line, column: place.column, match: match))
            }
            if count > 0, isEnd { summary.problems.append("\(name): only its first gigabyte was looked at") }
            if isEnd { break }
        }
        summary.bytes += total
    }

    private static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else { throw ScanError.unreadable(folder, String(cString: strerror(errno))) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

public enum ScanError: Error, Hashable, Sendable {
    case unreadable(String, String)
    case git(String)
}

extension ScanError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .git(let reason): "git failed: \(reason)"
        }
    }
}
