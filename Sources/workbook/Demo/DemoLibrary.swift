import Course
import DataFiles
import Foundation

/// The demos that come along, by name.
struct DemoLibrary {
    struct Entry {
        var name: String
        var title: String
        var steps: Int
        var file: URL
    }

    static let suffix = ".demo"

    let folder: URL
    let entries: [Entry]

    init(folder: URL) {
        self.folder = folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
        entries = names.filter { $0.hasSuffix(Self.suffix) && !$0.hasPrefix(".") }.sorted().map { name in
            let file = folder.appending(path: name)
            let demo = (try? TextFile.read(file, as: name)).flatMap { DemoReader.read($0, file: name).demo }
            return Entry(
                name: String(name.dropLast(Self.suffix.count)), title: demo?.title ?? "cannot be read: try it",
                steps: demo?.steps.count ?? 0, file: file)
        }
    }
}

extension Session {
    func demoLibrary() throws -> DemoLibrary { DemoLibrary(folder: DataRoot(try courseRoot()).demos) }

    /// A demo of the library, or the one in a file; and the file as a person calls it.
    func demo(named name: String) throws -> (demo: Demo, file: String) {
        let path: (url: URL, name: String)
        if name.contains("/") || name.hasSuffix(DemoLibrary.suffix) {
            path = (URL(filePath: name, relativeTo: environment.workingDirectory), name)
        } else {
            let library = try demoLibrary()
            guard let entry = library.entries.first(where: { $0.name == name }) else {
                throw Failure(
                    "There is no demo '\(name)'.",
                    next: Suggestion.advice(for: name, among: library.entries.map(\.name))
                        + " A file of your own is named with its folder, such as ./\(name).")
            }
            path = (entry.file, "demos/" + entry.file.lastPathComponent)
        }
        let (demo, problems) = DemoReader.read(try TextFile.read(path.url, as: path.name), file: path.name)
        guard let demo else { throw DemoProblems(problems: problems) }
        return (demo, path.name)
    }
}

/// What must be mended in a demo before it can be shown, a line each.
struct DemoProblems: Error, CustomStringConvertible {
    var problems: [Problem]

    var description: String { problems.map(\.description).joined(separator: "\n") }
}
