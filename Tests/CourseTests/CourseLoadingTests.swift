import Course
import DataFiles
import Foundation
import Testing

private struct UnexpectedKind: Error {}

struct CourseLoadingTests {
    @Test func completeCourseLoadsWithoutProblems() throws {
        let (course, problems) = Course.load(from: Fixture.course)
        #expect(problems.map(\.description) == [])
        #expect(course.concepts.map(\.id) == ["basics", "requests", "sampling"])
        #expect(course.lessons.map(\.title) == ["First steps", "On the wire"])
        #expect(course.exercises.count == 8)
        #expect(Set(course.exercises.keys) == Set(course.solutions.keys))
    }

    @Test func positionsFollowThePages() throws {
        let course = Course.load(from: Fixture.course).course
        let why = try #require(ExerciseID("basics.why"))
        #expect(course.position(of: why) == "1.4")
        #expect(course.exercise(at: "1.4")?.id == why)
        #expect(course.exercise(at: "basics.why")?.id == why)
        #expect(course.exercise(at: "2.3")?.id.description == "wire.nucleus")
        for nowhere in [
            "1.0", "1.5", "3.1", "", ".", "1", "basics", "basics.nothing", "1.99999999999999999999", "-1.1",
        ] {
            #expect(course.exercise(at: nowhere) == nil, "\(nowhere)")
        }
    }

    @Test func lessonIsSplitIntoPagesAndBlocksWithTheirLines() throws {
        let lesson = try #require(Course.load(from: Fixture.course).course.lesson("basics"))
        #expect(lesson.number == 1)
        #expect(lesson.sources == ["RFC 9110 section 9"])
        #expect(lesson.pages.map(\.title) == ["First steps", "Methods and `paths`", "Order"])
        #expect(lesson.pages.map(\.line) == [8, 17, 37])
        #expect(
            lesson.pages[0].blocks == [
                .markdown("Text before the first heading is page 1."),
                .tries([TryLine(text: "request openai", line: 11), TryLine(text: "show", line: 12)]),
                .markdown("After the block."),
            ])
        #expect(lesson.pages[1].exercises.map(\.description) == ["basics.method", "basics.count"])
        #expect(lesson.pages[1].markdown.contains("## no heading either"))
        #expect(lesson.pages[1].markdown.contains("```exercise"))
        let count = try #require(ExerciseID("basics.count"))
        #expect(lesson.pages[1].blocks.last == .exercise(count, line: 34))
    }

    @Test func scalarsAreReadAsTheSchemaAsks() throws {
        let course = Course.load(from: Fixture.course).course
        let exercise = try #require(course.exercise(at: "basics.method"))
        #expect(exercise.title == "no")
        guard case .choice(let task) = exercise.kind else { throw UnexpectedKind() }
        #expect(task.allowsMultiple)
        #expect(task.choices.map(\.id) == ["y", "n", "1", "p"])
        #expect(task.choices.map(\.text) == ["yes", "no", "1:30", "`POST`"])
        #expect(exercise.hints.map(\.cost) == [0, 0.5, 1])
        #expect(exercise.credit(forAttempt: 1) == 1)
        #expect(exercise.credit(forAttempt: 9) == 0.6)
        let solution = try #require(course.solutions[exercise.id])
        #expect(solution.answer == .list(["p", "y"]))
        #expect(solution.wrong.map(\.answer) == [.list(["n"]), .list(["y", "n"])])
        #expect(solution.wrong[1].missed == ["n"])
        #expect(solution.place == Place("solutions/01-basics/method.yaml", line: 2, column: 9))
    }

    @Test func checksAreReadWithTheTypesOfTheirSubjects() throws {
        let course = Course.load(from: Fixture.course).course
        guard case .request(let request)? = course.exercise(at: "wire.build")?.kind else {
            throw UnexpectedKind()
        }
        #expect(request.checks.map(\.id) == ["c1", "endpoint", "c3", "c4", "c5", "c6", "c7"])
        #expect(request.checks[0].matcher == .equals(.name("post")))
        #expect(request.checks[1].points == 0.5)
        #expect(request.checks[2].feedback == "Who asks?")
        #expect(request.checks[3].title == "body temperature")
        #expect(request.checks[4].subject == .body(JSONPath([.key("messages"), .index(0), .key("role")])))

        guard case .traffic(let traffic)? = course.exercise(at: "wire.send")?.kind else {
            throw UnexpectedKind()
        }
        #expect(traffic.inOrder)
        #expect(traffic.expectations.map(\.id) == ["e1", "stream"])
        #expect(traffic.expectations.map(\.points) == [1, 3])
        #expect(traffic.expectations[0].checks[0].matcher == .equals(.number(401)))
        #expect(traffic.expectations[1].checks[0].id == "c4")
        #expect(traffic.expectations[1].checks[3].subject == .event(.last, nil))

        guard case .distribution(let nucleus)? = course.exercise(at: "wire.nucleus")?.kind else {
            throw UnexpectedKind()
        }
        #expect(nucleus.fixed == [.temperature: 1])
        #expect(
            nucleus.source
                == .logits([
                    .init(token: " blue", logit: 3.1), .init(token: " clear", logit: 1.2),
                    .init(token: "no", logit: -1),
                ]))
        #expect(nucleus.checks[1].subject == .probability(of: " blue"))
    }

    @Test func carriageReturnsAndByteOrderMarksMakeNoDifference() throws {
        try Fixture.withCourse { root in
            let plain = Course.load(from: root).course
            for path in try Fixture.files(below: root) {
                let url = root.appending(path: path)
                let text = try String(contentsOf: url, encoding: .utf8)
                try Data(("\u{FEFF}" + text.replacing("\n", with: "\r\n")).utf8).write(to: url)
            }
            let (course, problems) = Course.load(from: root)
            #expect(problems.map(\.description) == [])
            #expect(course.lessons == plain.lessons)
            #expect(course.exercises == plain.exercises)
            #expect(course.solutions == plain.solutions)
        }
    }

    @Test func fileThatIsNotUTF8NamesTheByteAndBlocksNoOther() throws {
        try Fixture.withCourse { root in
            let url = root.appending(path: "lessons/02-wire/lesson.md")
            var bytes = try Data(contentsOf: url)
            bytes.replaceSubrange(30..<31, with: [0xFF])
            try bytes.write(to: url)
            let (course, problems) = Course.load(from: root)
            #expect(
                problems.map(\.description) == [
                    "lessons/02-wire/lesson.md:3:17: byte 30 (0xFF) is not UTF-8. Save the file as UTF-8."
                ])
            #expect(course.lessons.map(\.topic) == ["basics"])
            #expect(course.exercises.count == 8)
        }
    }

    @Test func folderThatDoesNotExistIsAProblem() {
        let (course, problems) = Course.load(from: Fixture.folder.appending(path: "nowhere"))
        #expect(course.lessons.isEmpty)
        #expect(problems.map(\.place.file) == ["lessons", "lessons/concepts.yaml"])
    }
}
