import DataFiles
import Foundation
import Testing

struct DataRootTests {
    /// Makes folders and empty files below a folder that is deleted afterwards; names that end in `/` are folders.
    private func withTree(_ paths: [String], _ body: (URL) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "root-\(UUID())", directoryHint: .isDirectory)
            .resolvingSymlinksInPath()
        defer { try? FileManager.default.removeItem(at: root) }
        for path in paths {
            let url = root.appending(path: path)
            let folder = path.hasSuffix("/") ? url : url.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            if !path.hasSuffix("/") { try Data().write(to: url) }
        }
        try body(root)
    }

    private func locate(_ environment: [String: String] = [:], _ executable: String, _ directory: String, _ root: URL)
        throws -> String
    {
        let url = try DataRoot.locate(
            environment: environment, executable: root.appending(path: executable),
            workingDirectory: root.appending(path: directory, directoryHint: .isDirectory))
        let path = url.path(percentEncoded: false)
        return String(path.dropFirst(root.path(percentEncoded: false).count)).trimmingCharacters(in: ["/"])
    }

    private let everything = [
        "home/lessons/", "usr/bin/workbook", "usr/share/workbook/lessons/", "src/Package.swift", "src/lessons/",
        "src/.build/debug/workbook",
        "other/Package.swift", "other/lessons/", "other/Sources/", "empty/",
    ]

    @Test func environmentComesFirst() throws {
        try withTree(everything) { (root: URL) throws in
            let home = root.appending(path: "home").path(percentEncoded: false)
            #expect(try locate(["WORKBOOK_HOME": home], "usr/bin/workbook", "other", root) == "home")
            #expect(try locate(["WORKBOOK_HOME": "../home"], "usr/bin/workbook", "other", root) == "home")
            #expect(try locate(["WORKBOOK_HOME": ""], "usr/bin/workbook", "other", root) == "usr/share/workbook")
        }
    }

    @Test func environmentThatIsWrongIsNotPassedOver() throws {
        try withTree(everything) { (root: URL) throws in
            #expect(throws: DataRootError.self) {
                try locate(["WORKBOOK_HOME": root.appending(path: "empty").path], "usr/bin/workbook", "other", root)
            }
        }
    }

    @Test func installedCourseComesBeforeACheckout() throws {
        try withTree(everything) { (root: URL) throws in
            #expect(try locate([:], "usr/bin/workbook", "other", root) == "usr/share/workbook")
        }
    }

    @Test func checkoutIsFoundAroundTheExecutableThenAroundTheWorkingDirectory() throws {
        try withTree(everything) { (root: URL) throws in
            #expect(try locate([:], "src/.build/debug/workbook", "other/Sources", root) == "src")
            #expect(try locate([:], "empty/workbook", "other/Sources", root) == "other")
            #expect(throws: DataRootError.self) { try locate([:], "empty/workbook", "empty", root) }
        }
    }

    @Test func linkToTheExecutableIsFollowed() throws {
        try withTree(everything) { (root: URL) throws in
            try FileManager.default.createSymbolicLink(
                at: root.appending(path: "empty/link"), withDestinationURL: root.appending(path: "usr/bin/workbook"))
            #expect(try locate([:], "empty/link", "empty", root) == "usr/share/workbook")
        }
    }

    @Test func errorsSayWhatToDo() {
        let url = URL(filePath: "/x")
        #expect(DataRootError.noLessons(in: url).description.contains("WORKBOOK_HOME"))
        #expect(
            DataRootError.notFound(executable: url, workingDirectory: url).localizedDescription.contains(
                "WORKBOOK_HOME"))
    }
}
