import Course
import Foundation
import Testing

/// Each folder in `broken-courses` is the small course with one thing broken.
///
/// Its files stand in for the course's own; `delete.txt` names files (one a line) that are missing. `expected.txt` holds the problems as
/// they are printed. To record anew: `UPDATE_FIXTURES=1 swift test`, which fails once.
struct BrokenCourseTests {
    @Test(arguments: Fixture.names(in: "broken-courses"))
    func brokenCourseHasExactlyTheExpectedProblems(_ name: String) throws {
        let changes = Fixture.folder.appending(path: "broken-courses/\(name)", directoryHint: .isDirectory)
        let found = try Fixture.withCourse { root in
            for path in try Fixture.files(below: changes) where path != "expected.txt" && path != "delete.txt" {
                let text = try String(contentsOf: changes.appending(path: path), encoding: .utf8)
                try Fixture.write(text, to: path, in: root)
            }
            if let deleted = try? String(contentsOf: changes.appending(path: "delete.txt"), encoding: .utf8) {
                for path in deleted.split(separator: "\n") {
                    try FileManager.default.removeItem(at: root.appending(path: String(path)))
                }
            }
            let problems = Course.load(from: root).problems
            #expect(problems == problems.sorted())
            return problems.map { "\($0)\n" }.joined()
        }
        let expectedFile = changes.appending(path: "expected.txt")
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try Data(found.utf8).write(to: expectedFile)
            Issue.record("recorded anew: read the difference, then run without UPDATE_FIXTURES")
        }
        let expected = try String(contentsOf: expectedFile, encoding: .utf8)
        #expect(found == expected)
        #expect(!found.isEmpty)
    }

    @Test func thereAreBrokenCourses() {
        #expect(Fixture.names(in: "broken-courses").count >= 25)
    }
}
