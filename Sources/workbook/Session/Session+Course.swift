import Course
import DataFiles
import Foundation

extension Session {
    func courseRoot() throws -> URL {
        if let chosenRoot { return chosenRoot }
        let root = try DataRoot.locate(
            environment: environment.variables, executable: environment.executable,
            workingDirectory: environment.workingDirectory)
        chosenRoot = root
        return root
    }

    /// The course, read at first use. What is broken in it is told once; the rest can be learned all the same.
    func course() throws -> Course {
        if let loadedCourse { return loadedCourse }
        let (course, problems) = Course.load(from: try courseRoot())
        loadedCourse = course
        if !problems.isEmpty {
            complain("\(problems.count) problems in the course's files; `check` lists them.")
        }
        guard !course.lessons.isEmpty else {
            throw Failure(
                "There is no lesson in \(try courseRoot().path(percentEncoded: false)).", next: "`check` says why.")
        }
        return course
    }

    /// The page that the learner is at, if it still exists.
    func place() throws -> PagePlace? {
        try stored(.place).flatMap { try course().place(stored: $0) }
    }

    func currentPage() throws -> Page {
        guard let place = try place(), let found = try course().page(at: place) else {
            throw Failure("You have not begun to read.", next: "`next` shows the first page.")
        }
        return found.page
    }

    /// Shows a page and remembers it as the learner's place.
    func show(page place: PagePlace) throws {
        let course = try course()
        try keep(place.stored, as: .place)
        try record(.pageRead, of: place.stored)
        try keep(nil, as: .exercise)
        page(try CourseView.page(at: place, of: course, in: self))
    }

    // MARK: What the prompt shows, without reading the whole course

    /// The title of the lesson that the learner was reading, and the page's number.
    func titleOfPlace() -> String? {
        guard let words = (try? stored(.place))?.flatMap({ $0.split(separator: " ") }), words.count == 2,
            let page = Int(words[1]), let root = try? courseRoot()
        else { return nil }
        let index = CourseIndex(root: root)
        return index.entry(String(words[0])).map { "\($0.number).\(page + 1), \(index.title(of: $0))" }
    }

    /// The position of the exercise that has been begun.
    func positionOfCurrentExercise() -> String? {
        guard let text = try? stored(.exercise), let id = ExerciseID(text) else { return nil }
        if let loadedCourse { return loadedCourse.position(of: id) }
        return (try? courseRoot()).flatMap { CourseIndex(root: $0).position(of: id) }
    }
}
