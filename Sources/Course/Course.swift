public import DataFiles
public import Foundation

/// The whole course, read from its folder.
///
/// What could not be read is left out, so a course can be taught while one of its files is broken.
public struct Course: Sendable {
    /// In teaching order.
    public var concepts: [Concept]
    /// By number.
    public var lessons: [Lesson]
    public var exercises: [ExerciseID: Exercise]
    public var solutions: [ExerciseID: Solution]

    public init(
        concepts: [Concept] = [], lessons: [Lesson] = [], exercises: [ExerciseID: Exercise] = [:],
        solutions: [ExerciseID: Solution] = [:]
    ) {
        self.concepts = concepts
        self.lessons = lessons
        self.exercises = exercises
        self.solutions = solutions
    }

    /// The lesson of a number or topic.
    public func lesson(_ name: String) -> Lesson? {
        lessons.first { $0.topic == name || String($0.number) == name }
    }

    /// The exercise of an id (`streaming.first-token`) or position (`2.4`).
    public func exercise(at name: String) -> Exercise? {
        id(at: name).flatMap { exercises[$0] }
    }

    /// The id at a position, or the id that is spelled out; it need not have an exercise that could be read.
    public func id(at name: String) -> ExerciseID? {
        if let (lesson, number) = Position.parse(name) {
            return lessons.first { $0.number == lesson }.flatMap { $0.exercises[position: number] }
        }
        return ExerciseID(name)
    }

    /// Where a lesson places the exercise, such as `2.4`: for people, who read it; never to be stored.
    public func position(of id: ExerciseID) -> String? {
        for lesson in lessons {
            if let index = lesson.exercises.firstIndex(of: id) { return "\(lesson.number).\(index + 1)" }
        }
        return nil
    }

    /// Reads everything in the folder that holds `lessons/`, `exercises/` and `solutions/`, and checks it as far as reading can.
    ///
    /// - Returns: what could be read, and the problems sorted by place.
    public static func load(from root: URL) -> (course: Course, problems: [Problem]) {
        CourseLoader(root: root).load()
    }
}

enum Position {
    /// `2.4` as lesson 2, exercise 4.
    static func parse(_ text: String) -> (lesson: Int, exercise: Int)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }),
            let lesson = Int(parts[0]), let exercise = Int(parts[1])
        else { return nil }
        return (lesson, exercise)
    }
}

extension Array {
    /// The element at a position that counts from 1.
    subscript(position number: Int) -> Element? {
        number >= 1 && number <= count ? self[number - 1] : nil
    }
}
