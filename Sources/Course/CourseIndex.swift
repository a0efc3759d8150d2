public import DataFiles
public import Foundation

/// A course that is read as far as it is asked for: a title or a page does not wait for the exercises.
///
/// Making it lists one folder. Each question reads the files that it needs, anew each time: keep what you got. Concepts
/// are not checked here, and neither is what only shows when files are seen together; ``Course/load(from:)`` does that.
public struct CourseIndex: Sendable {
    /// A lesson's folder.
    public struct Entry: Hashable, Sendable {
        public var number: Int
        public var topic: String
        /// Relative to the course's root.
        public var file: String
        var folder: String
    }

    /// By number.
    public let entries: [Entry]
    private let folder: CourseFolder

    /// - Parameter root: the folder that holds `lessons/`. One that does not exist has no entries.
    public init(root: URL) {
        let folder = CourseFolder(root: root)
        self.folder = folder
        entries = folder.lessonFolders().map {
            Entry(number: $0.number, topic: $0.topic, file: CoursePath.lesson($0.name), folder: $0.name)
        }
    }

    /// The entry of a number or topic.
    public func entry(_ name: String) -> Entry? {
        entries.first { $0.topic == name || String($0.number) == name }
    }

    /// The title in the lesson's front matter, or its topic if that cannot be read.
    public func title(of entry: Entry) -> String {
        let log = ProblemLog()
        let text = try? folder.read(entry.file)
        let reader = LessonReader(number: entry.number, topic: entry.topic, file: entry.file, log: log)
        return text.flatMap { reader.title(in: $0) } ?? entry.topic
    }

    /// The lesson with its pages; `nil` with at least one problem when it cannot be read.
    public func lesson(_ entry: Entry) -> (lesson: Lesson?, problems: [Problem]) {
        read(entry.file) { text, log in
            LessonReader(number: entry.number, topic: entry.topic, file: entry.file, log: log).read(text)
        }
    }

    /// The exercise; `nil` with at least one problem when there is none or it cannot be read.
    public func exercise(_ id: ExerciseID) -> (exercise: Exercise?, problems: [Problem]) {
        let path = CoursePath.exercise(folderName(id.topic), id.name)
        return read(path) { text, log in ExerciseReader(id: id, file: path, log: log).read(text) }
    }

    /// The solution, read in the light of its exercise; `nil` with at least one problem when there is none or it cannot be read.
    public func solution(_ id: ExerciseID) -> (solution: Solution?, problems: [Problem]) {
        let path = CoursePath.solution(folderName(id.topic), id.name)
        let exercise = exercise(id).exercise
        return read(path) { text, log in SolutionReader(id: id, file: path, log: log, exercise: exercise).read(text) }
    }

    /// The id at a position such as `2.4`, found by reading one lesson; or the id that is spelled out.
    public func id(at name: String) -> ExerciseID? {
        guard let (number, exercise) = Position.parse(name) else { return ExerciseID(name) }
        return entries.first { $0.number == number }.flatMap { lesson($0).lesson?.exercises[position: exercise] }
    }

    /// Where the exercise's own lesson places it, found by reading that lesson.
    public func position(of id: ExerciseID) -> String? {
        guard let entry = entry(id.topic), let exercises = lesson(entry).lesson?.exercises else { return nil }
        return exercises.firstIndex(of: id).map { "\(entry.number).\($0 + 1)" }
    }

    private func folderName(_ topic: String) -> String { entry(topic)?.folder ?? topic }

    private func read<Value>(
        _ path: String, _ make: (String, ProblemLog) -> Value?
    ) -> (Value?, [Problem]) {
        let log = ProblemLog()
        do {
            return (make(try folder.read(path), log), log.problems.sorted())
        } catch {
            return (nil, [error])
        }
    }
}
