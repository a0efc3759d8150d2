public import Foundation

/// Where the course, the facts and the models lie.
///
/// A folder that holds `lessons/`, and beside it `exercises/`, `solutions/`, `facts/`, `demos/` and `models/`.
public struct DataRoot: Hashable, Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    public var lessons: URL { folder("lessons") }
    public var exercises: URL { folder("exercises") }
    public var solutions: URL { folder("solutions") }
    public var facts: URL { folder("facts") }
    public var demos: URL { folder("demos") }
    public var models: URL { folder("models") }

    private func folder(_ name: String) -> URL { url.appending(path: name, directoryHint: .isDirectory) }

    /// Finds the folder, with a few looks at the file system and no search of folders:
    ///
    /// 1. the environment's `WORKBOOK_HOME`, if set: it has to be right;
    /// 2. `../share/workbook` seen from the executable's folder (symbolic links resolved);
    /// 3. upward from the executable, then from the working directory: a folder with `Package.swift` and `lessons/`.
    public static func locate(
        environment: [String: String], executable: URL, workingDirectory: URL
    ) throws(DataRootError) -> URL {
        if let home = environment[variable], !home.isEmpty {
            let url = URL(filePath: home, directoryHint: .isDirectory, relativeTo: workingDirectory).standardizedFileURL
            guard isDirectory(url.appending(path: "lessons")) else { throw .noLessons(in: url) }
            return url
        }
        let program = executable.resolvingSymlinksInPath().standardizedFileURL
        let installed = program.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "share/workbook", directoryHint: .isDirectory)
        if isDirectory(installed.appending(path: "lessons")) { return installed }
        for start in [program.deletingLastPathComponent(), workingDirectory.standardizedFileURL] {
            if let checkout = ancestors(of: start).first(where: isCheckout) { return checkout }
        }
        throw .notFound(executable: program, workingDirectory: workingDirectory)
    }

    /// The environment variable that names the folder.
    public static let variable = "WORKBOOK_HOME"

    private static func isCheckout(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.appending(path: "Package.swift").path(percentEncoded: false))
            && isDirectory(url.appending(path: "lessons"))
    }

    private static func isDirectory(_ url: URL) -> Bool {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(
            atPath: url.path(percentEncoded: false), isDirectory: &isDirectory)
        return exists && isDirectory.boolValue
    }

    private static func ancestors(of url: URL) -> [URL] {
        let parts = url.path(percentEncoded: false).split(separator: "/")
        return (0...parts.count).reversed().map { count in
            URL(filePath: "/" + parts.prefix(count).joined(separator: "/"), directoryHint: .isDirectory)
        }
    }
}

/// The course's folder was not found.
public enum DataRootError: Error, Hashable, Sendable {
    /// `WORKBOOK_HOME` names a folder without lessons.
    case noLessons(in: URL)
    case notFound(executable: URL, workingDirectory: URL)
}

extension DataRootError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .noLessons(let url):
            """
            \(DataRoot.variable) names \(url.path(percentEncoded: false)), but there is no folder 'lessons' in it. \
            Set it to the folder that holds lessons/, exercises/ and solutions/, or unset it.
            """
        case .notFound(let executable, let workingDirectory):
            """
            The course was not found: neither in ../share/workbook beside \(executable.path(percentEncoded: false)), nor in a \
            checkout around it or around \(workingDirectory.path(percentEncoded: false)). \
            Set \(DataRoot.variable) to the folder that holds lessons/.
            """
        }
    }

    public var errorDescription: String? { description }
}
