import Course
import DataFiles
import Foundation
import Testing

@Suite struct DemoReaderTests {
    private func demo(_ text: String) throws -> Demo {
        let (demo, problems) = DemoReader.read(text, file: "a.demo")
        #expect(problems.isEmpty)
        return try #require(demo)
    }

    @Test func aDemoIsReadWithItsNotes() throws {
        let demo = try demo(
            """

            # Title
            # What it
            # shows.
            #
            # For whom.

            ## First part

            # To the command
            # below.
            one "a b"
            two
            # To think about.

              three \\
                --more \\
                x
            ## Second part
            # At the end.
            """)
        #expect(demo.title == "Title" && demo.about == ["What it shows.", "For whom."])
        #expect(
            demo.steps == [
                .init(heading: "First part", notes: ["To the command below."], command: "one \"a b\"", line: 12),
                .init(heading: "", notes: [], command: "two", line: 13),
                .init(heading: "", notes: ["To think about."], command: nil, line: 14),
                .init(heading: "", notes: [], command: "three  --more  x", line: 16),
                .init(heading: "Second part", notes: ["At the end."], command: nil, line: 20),
            ])
    }

    @Test(arguments: [
        ("", ["a.demo:1:1: the file does not begin with a title"]),
        ("list\n", ["a.demo:1:1: the file does not begin with a title"]),
        ("#\nlist\n", ["a.demo:2:1: the file does not begin with a title"]),
        ("# T\n\n", ["a.demo:3:1: the demo has no steps"]),
        ("# T\n\n## A\n\n## B\nlist\n", ["a.demo:3:1: nothing follows the heading 'A'"]),
        ("# T\n\nlist\n## B\n", ["a.demo:4:1: nothing follows the heading 'B'"]),
        ("# T\n\n##\nlist\n", ["a.demo:3:1: the heading is empty"]),
    ])
    func mistakesAreToldWithTheirPlace(_ text: String, _ expected: [String]) {
        let (demo, problems) = DemoReader.read(text, file: "a.demo")
        #expect(demo == nil && problems.count == expected.count)
        for (problem, expected) in zip(problems, expected) {
            #expect(problem.description.hasPrefix(expected) && !problem.advice.isEmpty)
        }
    }

    @Test func everyDemoThatComesAlongIsRead() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../demos")
            .standardizedFileURL
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".demo") }
        #expect(Set(names).isSuperset(of: ["temperature", "top-p", "streaming", "rate-limits"].map { $0 + ".demo" }))
        for name in names {
            let (demo, problems) = DemoReader.read(
                try TextFile.read(folder.appending(path: name), as: name), file: name)
            #expect(problems.isEmpty)
            #expect(try #require(demo).steps.contains { $0.command != nil })
        }
    }
}
