import Course
import DataFiles
import Foundation
import Testing

/// The format's description shows a small course, file by file: it has to be one that loads.
struct DocumentedCourseTests {
    /// The files in the description: each is a fenced block below a line that holds nothing but the path in backticks and a colon.
    private func documentedFiles() throws -> [(path: String, text: String)] {
        let url = Fixture.folder.deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "docs/course-format.md")
        let lines = try String(contentsOf: url, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        var files: [(path: String, text: String)] = []
        var index = 0
        while index + 1 < lines.count {
            let line = lines[index]
            index += 1
            guard line.hasPrefix("`"), line.hasSuffix("`:"), lines[index].hasPrefix("```") else { continue }
            let fence = lines[index].prefix { $0 == "`" }
            let body = lines[(index + 1)...].prefix { $0 != fence }
            files.append((String(line.dropFirst().dropLast(2)), body.map { "\($0)\n" }.joined()))
            index += body.count + 1
        }
        return files
    }

    @Test func documentedCourseLoads() throws {
        let files = try documentedFiles()
        #expect(files.count == 12)
        try Fixture.withCourse { root in
            for folder in ["lessons", "exercises", "solutions"] {
                try FileManager.default.removeItem(at: root.appending(path: folder))
            }
            for (path, text) in files {
                // The lesson shows one exercise; the description goes on to show more, which are placed beside it.
                let placed = text.replacing(
                    "limits.wait\n", with: "limits.wait\nlimits.why\nlimits.nucleus\nlimits.refused\nlimits.month\n")
                try Fixture.write(path.hasSuffix("lesson.md") ? placed : text, to: path, in: root)
            }
            let (course, problems) = Course.load(from: root)
            #expect(problems.map(\.description) == [])
            #expect(course.exercise(at: "4.1")?.id.description == "limits.wait")
            #expect(course.exercises.count == 5)
        }
    }
}
