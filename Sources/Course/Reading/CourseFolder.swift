import DataFiles
import Foundation

/// The files of a course, as its folders list them: nothing is opened.
struct CourseFolder: Sendable {
    let root: URL

    /// A folder named `NN-topic`.
    struct Numbered: Hashable, Sendable {
        var number: Int
        var topic: String
        var name: String

        init?(_ name: String) {
            let digits = name.prefix { ("0"..."9").contains($0) }
            let rest = name[digits.endIndex...]
            guard digits.count == 2, let number = Int(digits), rest.first == "-", Identifier.isTopic(rest.dropFirst())
            else {
                return nil
            }
            self.number = number
            topic = String(rest.dropFirst())
            self.name = name
        }
    }

    struct Item {
        var name: String
        var isFolder: Bool
    }

    /// The folder's visible items by name, or `nil` if there is no such folder.
    func items(_ path: String) -> [Item]? {
        let url = url(path)
        guard
            let urls = try? FileManager.default.contentsOfDirectory(
                at: url, includingPropertiesForKeys: [.isDirectoryKey], options: [])
        else { return nil }
        return urls.map { url in
            let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
            return Item(name: url.lastPathComponent, isFolder: isFolder)
        }
        .filter { !$0.name.hasPrefix(".") }
        .sorted { $0.name < $1.name }
    }

    func url(_ path: String) -> URL { root.appending(path: path) }

    func read(_ path: String) throws(Problem) -> String {
        try TextFile.read(url(path), as: path)
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: url(path).path(percentEncoded: false))
    }

    /// The lesson folders by number and name.
    func lessonFolders() -> [Numbered] {
        (items("lessons") ?? []).filter(\.isFolder).compactMap { Numbered($0.name) }
            .sorted { ($0.number, $0.name) < ($1.number, $1.name) }
    }
}

/// Where the files of the format lie.
enum CoursePath {
    static let concepts = "lessons/concepts.yaml"
    static func lesson(_ folder: String) -> String { "lessons/\(folder)/lesson.md" }
    static func exercise(_ folder: String, _ name: String) -> String { "exercises/\(folder)/\(name).yaml" }
    static func solution(_ folder: String, _ name: String) -> String { "solutions/\(folder)/\(name).yaml" }
}
