import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Files that nobody but their owner may read.
enum FileMaking {
    /// Makes the folders that are missing (mode 700) and the file if it is missing (mode 600). Takes others' rights from
    /// a file that is there: SQLite gives its `-wal` and `-shm` files the rights of the main file.
    static func makeFile(at file: URL) throws(ProgressError) {
        let path = file.path(percentEncoded: false)
        let folder = file.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .cannotCreate(
                path: path, reason: "its folder \(folder.path(percentEncoded: false)) cannot be made")
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            if code == EROFS || code == EACCES, access(path, R_OK) == 0 { throw .readOnly(path: path) }
            throw .cannotCreate(path: path, reason: String(cString: strerror(code)))
        }
        var status = stat()
        // Best effort: a file of another owner keeps its mode.
        if fstat(descriptor, &status) == 0, status.st_mode & 0o077 != 0 { _ = fchmod(descriptor, 0o600) }
        close(descriptor)
    }
}
