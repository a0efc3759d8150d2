internal import DataFiles
internal import Foundation

/// The folder `.fetch` beside the models, on the same file system, so that a finished file moves into place in one step.
///
/// Held by one process at a time. What a killed process left half done is swept away by the next.
final class FetchWorkspace {
    let models: URL
    private let root: URL
    private let lock: Int32

    /// Waits while another process fetches, and calls `waiting` once if it has to.
    init(_ folder: ModelFolder, waiting: () -> Void) async throws {
        models = folder.url
        root = folder.url.appending(path: ".fetch", directoryHint: .isDirectory)
        try Self.make(root)
        let path = root.appending(path: "lock").path(percentEncoded: false)
        let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else {
            throw ModelFetchError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        self.lock = lock
        var told = false
        while flock(lock, LOCK_EX | LOCK_NB) != 0 {
            if !told { waiting() }
            told = true
            do { try await Task.sleep(for: .milliseconds(100)) } catch {
                close(lock)
                throw error
            }
        }
        try sweep()
    }

    deinit { close(lock) }

    /// Finished wheels, kept until their models are in place.
    var wheels: URL { root.appending(path: "wheels", directoryHint: .isDirectory) }
    /// Where pip lets its downloads grow.
    private(set) var temporary = URL(filePath: "/")
    /// Where pip puts a wheel when it has all of it, and files are unpacked to.
    var incoming: URL { temporary.deletingLastPathComponent().appending(path: "incoming", directoryHint: .isDirectory) }
    var log: URL { temporary.deletingLastPathComponent().appending(path: "pip.log") }
    var output: URL { temporary.deletingLastPathComponent().appending(path: "output") }
    var requirements: URL { temporary.deletingLastPathComponent().appending(path: "requirements.txt") }

    /// Empties everything but the finished wheels.
    ///
    /// The folders have new names each time: a pip whose workbook was killed a moment ago may still write to the old ones.
    func sweep() throws {
        for entry in (try? FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? []
        where entry.lastPathComponent.hasPrefix("run-") {
            try? FileManager.default.removeItem(at: entry)
        }
        temporary = root.appending(path: "run-\(UUID().uuidString.prefix(8))/tmp", directoryHint: .isDirectory)
        for folder in [wheels, temporary, incoming] { try Self.make(folder) }
    }

    /// Leaves the lock, which others may be waiting for, and the finished wheels if they are to be kept.
    func clear(keepingWheels: Bool) {
        try? FileManager.default.removeItem(at: temporary.deletingLastPathComponent())
        if !keepingWheels { try? FileManager.default.removeItem(at: wheels) }
    }

    /// The bytes that pip has so far.
    var received: Int {
        [temporary, incoming].map { folder in
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.fileSizeKey])
            var sum = 0
            while let file = files?.nextObject() as? URL {
                sum += (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
            }
            return sum
        }.max() ?? 0
    }

    /// Moves a file to its name, replacing what was there; either the old or the new one is there, even after a power cut.
    static func move(_ file: URL, to target: URL) throws {
        let (from, to) = (file.path(percentEncoded: false), target.path(percentEncoded: false))
        guard rename(from, to) == 0 else {
            throw ModelFetchError.cannotWrite(path: to, reason: String(cString: strerror(errno)))
        }
        let folder = open(target.deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    static func make(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            let cause = (error as? CocoaError)?.underlying as? POSIXError
            throw ModelFetchError.cannotWrite(
                path: folder.path(percentEncoded: false),
                reason: cause.map { String(cString: strerror($0.code.rawValue)) } ?? "the folder cannot be made")
        }
    }
}
