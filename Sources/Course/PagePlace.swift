/// A page of a lesson, by the lesson's topic: it survives renumbering.
public struct PagePlace: Hashable, Sendable {
    public var topic: String
    /// From 0.
    public var page: Int

    public init(topic: String, page: Int) {
        self.topic = topic
        self.page = page
    }

    /// As a line to be stored: `streaming 2`.
    public var stored: String { "\(topic) \(page)" }
}

/// A place that is not in the course.
public enum PlaceError: Error, Hashable, Sendable, CustomStringConvertible {
    case noLesson(String, topics: [String])
    case noPage(Int, lesson: Int, pages: Int)

    public var description: String {
        switch self {
        case .noLesson(let name, let topics):
            "There is no lesson '\(name)'. There are 1 to \(topics.count): \(topics.joined(separator: ", "))."
        case .noPage(let page, let lesson, let pages):
            "Lesson \(lesson) has no page \(page): it has \(pages), `goto \(lesson).1` to `goto \(lesson).\(pages)`."
        }
    }
}

extension Course {
    /// The place of a line that ``PagePlace/stored`` made, brought back into a lesson that has become shorter.
    ///
    /// `nil` when the lesson is gone.
    public func place(stored: String) -> PagePlace? {
        let words = stored.split(separator: " ")
        guard words.count == 2, let page = Int(words[1]), let lesson = lesson(String(words[0])) else { return nil }
        return PagePlace(topic: lesson.topic, page: max(0, min(page, lesson.pages.count - 1)))
    }

    /// The place that a learner names: `2`, `2.3`, `streaming`, `streaming.3`.
    public func place(named name: String) throws(PlaceError) -> PagePlace {
        let parts = name.split(separator: ".", maxSplits: 1)
        let lessonName = String(parts.first ?? "")
        guard let lesson = lesson(lessonName) else {
            throw .noLesson(lessonName, topics: lessons.map(\.topic))
        }
        guard parts.count == 2 else { return PagePlace(topic: lesson.topic, page: 0) }
        guard let page = Int(parts[1]), lesson.pages.indices.contains(page - 1) else {
            throw .noPage(Int(parts[1]) ?? 0, lesson: lesson.number, pages: lesson.pages.count)
        }
        return PagePlace(topic: lesson.topic, page: page - 1)
    }

    /// The lesson and page of a place.
    public func page(at place: PagePlace) -> (lesson: Lesson, page: Page)? {
        guard let lesson = lesson(place.topic), lesson.pages.indices.contains(place.page) else { return nil }
        return (lesson, lesson.pages[place.page])
    }

    /// Every page, in reading order.
    public var places: [PagePlace] {
        lessons.flatMap { lesson in lesson.pages.indices.map { PagePlace(topic: lesson.topic, page: $0) } }
    }

    /// The page after; `nil` after the last one.
    public func place(after place: PagePlace) -> PagePlace? {
        let places = places
        guard let index = places.firstIndex(of: place), index + 1 < places.count else { return nil }
        return places[index + 1]
    }

    /// The page before; `nil` before the first one.
    public func place(before place: PagePlace) -> PagePlace? {
        let places = places
        guard let index = places.firstIndex(of: place), index > 0 else { return nil }
        return places[index - 1]
    }

    /// The exercises of a lesson that could be read, in the order of their positions.
    public func exercises(of lesson: Lesson) -> [Exercise] { lesson.exercises.compactMap { exercises[$0] } }
}

extension Page {
    /// The commands that the page offers to run.
    public var tryLines: [TryLine] {
        blocks.flatMap { block -> [TryLine] in if case .tries(let lines) = block { lines } else { [] } }
    }
}
