import Course
import Grading
import Progress
import Terminal

/// Lessons: the list, and a page.
enum CourseView {
    static func list(
        _ course: Course, only topic: String?, standings: Standings, place: PagePlace?, width: Int
    ) -> [DisplayText] {
        var lines: [DisplayText] = []
        for lesson in course.lessons where topic == nil || topic == lesson.topic {
            lines.append(DisplayText("\(lesson.number) · \(lesson.title)", style: .bold))
            for (index, page) in lesson.pages.enumerated() {
                let here = place == PagePlace(topic: lesson.topic, page: index)
                lines.append(
                    DisplayText(here ? "  > " : "    ", style: .accent)
                        + DisplayText("\(lesson.number).\(index + 1)  ", style: .dim) + DisplayText(page.title)
                        + (here ? DisplayText("   you are here", style: .dim) : ""))
            }
            for exercise in course.exercises(of: lesson) {
                let standing = standings[exercise.id]
                lines.append(
                    DisplayText("        \(mark(standing)) ", style: standing.state == .solved ? .good : .dim)
                        + DisplayText("exercise \(course.position(of: exercise.id) ?? "")".padded(to: 14), style: .dim)
                        + DisplayText(exercise.title) + DisplayText("  \(exercise.id)", style: .dim))
            }
        }
        return lines.map { $0.truncated(to: width) }
    }

    /// A word for each state, so that nothing depends on colour or on a symbol.
    private static func mark(_ standing: Standing) -> String {
        switch standing.state {
        case .solved: "solved "
        case .tried: "tried  "
        case .skipped: "skipped"
        case .untried: "       "
        }
    }

    @MainActor
    static func page(at place: PagePlace, of course: Course, in session: Session) throws -> [DisplayText] {
        guard let (lesson, page) = course.page(at: place) else { return [] }
        let standings = try session.standings()
        let textWidth = session.textWidth
        let title = "\(lesson.number) · \(lesson.title)"
        let number = "page \(place.page + 1) of \(lesson.pages.count)"
        var lines: [DisplayText] = [
            DisplayText(title, style: .bold)
                + DisplayText(
                    String(repeating: " ", count: max(2, textWidth - title.count - number.count)) + number, style: .dim)
        ]
        if page.title != lesson.title {
            lines.append(DisplayText(page.title, style: .accent))
        }
        lines.append("")
        for block in page.blocks {
            switch block {
            case .markdown(let text):
                lines += Markdown.render(text, width: textWidth, unicode: session.output.unicode)
            case .tries(let tries):
                for line in tries {
                    lines.append(DisplayText("  try   ", style: .dim) + DisplayText(line.text, style: .code))
                }
            case .output(let printed, _):
                lines += printed.map {
                    DisplayText("  ") + DisplayText($0, style: .dim).truncated(to: max(20, textWidth - 2))
                }
            case .exercise(let id, _):
                guard let exercise = course.exercises[id] else { continue }
                let standing = standings[id]
                let state = standing.state == .untried ? "" : " · \(standing.state.rawValue)"
                lines.append(
                    DisplayText("  exercise \(course.position(of: id) ?? id.description)  ", style: .dim)
                        + DisplayText(exercise.title, style: .bold)
                        + DisplayText("  \(exercise.points.asPoints)\(state)", style: .dim))
            }
            lines.append("")
        }
        while lines.last?.plain == "" { lines.removeLast() }
        var ways: [String] = []
        if !page.tryLines.isEmpty { ways.append("`run` runs the try lines") }
        if !page.exercises.isEmpty { ways.append("`exercise` asks") }
        ways.append(course.place(after: place) == nil ? "this is the last page" : "`next` goes on")
        if session.isInteractive {
            lines.append("")
            lines += Markdown.inline(ways.joined(separator: " · "), style: .dim).wrapped(to: textWidth)
        }
        return lines
    }

    @MainActor
    static func exerciseCompletions(in session: Session) -> [CompletionCandidate] {
        guard let course = try? session.course() else { return [] }
        return course.lessons.flatMap { course.exercises(of: $0) }.map {
            CompletionCandidate($0.id.description, meaning: "\(course.position(of: $0.id) ?? "") \($0.title)")
        }
    }
}

extension Double {
    /// A number of points in words: `1 point`, `1.5 points`.
    var asPoints: String { "\(Points.text(self)) \(self == 1 ? "point" : "points")" }
}
