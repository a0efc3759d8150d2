import Course
import Grading
import ModelAPI
import Terminal

/// What a learner has done, by lesson and by concept.
enum ProgressView {
    static func text(_ course: Course, standings: Standings, width: Int, unicode: Bool) -> [DisplayText] {
        var lines: [DisplayText] = []
        lines.append(DisplayText("By lesson", style: .bold))
        for lesson in course.lessons {
            lines.append(
                row("\(lesson.number) · \(lesson.title)", course.exercises(of: lesson), standings, width, unicode))
        }
        lines.append("")
        lines.append(DisplayText("By concept", style: .bold))
        for concept in course.concepts {
            let exercises = course.exercises.values.filter { $0.concepts.contains(concept.id) }
            if !exercises.isEmpty { lines.append(row(concept.title, exercises, standings, width, unicode)) }
        }
        let skipped = course.lessons.flatMap(\.exercises).filter { standings[$0].state == .skipped }
            .compactMap { course.position(of: $0) }
        if !skipped.isEmpty {
            lines.append("")
            lines.append(
                DisplayText("Skipped: \(skipped.joined(separator: ", ")). `exercise \(skipped[0])` comes back to it."))
        }
        return lines
    }

    private static func row(
        _ title: String, _ exercises: [Exercise], _ standings: Standings, _ width: Int, _ unicode: Bool
    ) -> DisplayText {
        let maximum = exercises.reduce(0) { $0 + $1.points }
        let earned = exercises.reduce(0) { $0 + (standings[$1.id].best ?? 0) }
        let solved = exercises.filter { standings[$0.id].state == .solved }.count
        let titleWidth = max(16, min(36, width - 44))
        return DisplayText("  ") + DisplayText(title).truncated(to: titleWidth).padded(to: titleWidth)
            + DisplayText("  \(solved)/\(exercises.count)".leftPadded(to: 7) + " solved ")
            + DisplayText("\(Points.text(earned))/\(Points.text(maximum))".leftPadded(to: 9) + " points  ")
            + Bar.text(maximum > 0 ? earned / maximum : 0, width: 12, unicode: unicode)
    }

    static func json(_ course: Course, standings: Standings) -> JSONValue {
        .array(
            course.lessons.flatMap { course.exercises(of: $0) }.map { exercise in
                let standing = standings[exercise.id]
                return .object([
                    "exercise": .string(exercise.id.description),
                    "position": course.position(of: exercise.id).map { .string($0) } ?? .null,
                    "state": .string(standing.state.rawValue),
                    "attempts": .integer(standing.attempts),
                    "best": standing.best.map { .number($0) } ?? .null,
                    "maximum": .number(exercise.points),
                    "hints": .integer(standing.hintsShown),
                ])
            })
    }
}
