import Course
import Foundation
import Testing

struct CourseIndexTests {
    @Test func indexAnswersAsTheWholeCourseDoes() throws {
        let course = Course.load(from: Fixture.course).course
        let index = CourseIndex(root: Fixture.course)
        #expect(index.entries.map(\.number) == course.lessons.map(\.number))
        #expect(index.entries.map { index.title(of: $0) } == course.lessons.map(\.title))
        #expect(index.entries.map { index.lesson($0).lesson } == course.lessons)
        for (id, exercise) in course.exercises {
            #expect(index.exercise(id).exercise == exercise)
            #expect(index.solution(id).solution == course.solutions[id])
            let position = try #require(course.position(of: id))
            #expect(index.position(of: id) == position)
            #expect(index.id(at: position) == id)
        }
        #expect(index.id(at: "9.9") == nil)
        #expect(index.entry("2")?.topic == "wire")
    }

    @Test func indexReadsOnlyWhatIsAskedFor() throws {
        try Fixture.withCourse { root in
            try FileManager.default.removeItem(at: root.appending(path: "exercises"))
            try Fixture.write("nothing", to: "lessons/01-basics/lesson.md", in: root)
            let index = CourseIndex(root: root)
            let wire = try #require(index.entry("wire"))
            #expect(index.title(of: wire) == "On the wire")
            #expect(index.lesson(wire).problems.isEmpty)
            let basics = try #require(index.entry("basics"))
            #expect(index.title(of: basics) == "basics")
            #expect(index.lesson(basics).lesson == nil)
            #expect(index.lesson(basics).problems.count == 1)
            let id = try #require(ExerciseID("wire.build"))
            #expect(index.exercise(id).problems.count == 1)
        }
    }
}
