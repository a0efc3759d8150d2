import Foundation

/// Finds the fixtures beside the tests, and makes courses of them in a folder of their own.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures", directoryHint: .isDirectory)

    /// A complete small course.
    static let course = folder.appending(path: "course", directoryHint: .isDirectory)

    static func names(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Runs `body` with a copy of the small course that is deleted afterwards.
    static func withCourse<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let copy = FileManager.default.temporaryDirectory.appending(
            path: "course-\(UUID())", directoryHint: .isDirectory)
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: course, to: copy)
        return try body(copy)
    }

    /// The files below a folder, relative to it, in order.
    static func files(below root: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    static func write(_ text: String, to path: String, in root: URL) throws {
        let url = root.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
