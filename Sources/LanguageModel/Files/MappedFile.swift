#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file's bytes, mapped and not read: a page is brought into memory when it is first looked at, and shared by all
/// programs that map the file.
///
/// Nothing may shorten the file while it is mapped: a look at what is gone ends the program. Files that are replaced, as
/// models are, by renaming another one into their place are safe.
final class MappedFile: Sendable {
    /// Valid as long as the file object is.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    /// - Throws: ``FileFailure`` if the file cannot be opened or mapped.
    init(path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw FileFailure(path: path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(path: path, reason: "not a file") }
        let count = Int(status.st_size)
        if count == 0 {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw FileFailure(path: path, reason: String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    /// Asks the system to bring all of the file into memory, and goes on at once.
    func willNeed() {
        if let start = bytes.baseAddress {
            madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_WILLNEED)
        }
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }
}

/// A file that cannot be opened.
public struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public var path: String
    /// The system's words.
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path) cannot be read: \(reason)" }
}
