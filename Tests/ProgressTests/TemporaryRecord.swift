import Foundation

/// A folder of its own, removed when the test ends.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(
            path: "progress-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Where a record may be made.
    var record: URL { url.appending(path: "data/workbook/progress.sqlite", directoryHint: .notDirectory) }

    func mode(of url: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))[.posixPermissions] as? Int
    }
}

/// A fixed time, `seconds` after the first.
func time(_ seconds: Double = 0) -> Date { Date(timeIntervalSince1970: 1_795_000_000 + seconds) }
