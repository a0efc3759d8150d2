import ModelAPI
import Terminal

/// The decision tree for costs: a question at a time, and then what the answers advise.
enum AdviceView {
    static func question(_ advice: Advice, _ given: [Advice.Answer], width: Int) -> [DisplayText] {
        let question = advice.questions[given.count]
        var lines = path(given)
        lines.append(
            DisplayText("\(given.count + 1) of \(advice.questions.count)  ", style: .dim)
                + DisplayText(question.ask, style: .bold))
        for (index, answer) in question.answers.enumerated() {
            lines += DisplayText("  \(index + 1)  \(answer.text)").wrapped(to: width, next: "     ")
        }
        let examples = question.answers.map { "`advise \($0.id)`" }.joined(separator: " or ")
        return lines + Markdown.inline("Answer with \(examples).", style: .dim).wrapped(to: width)
    }

    static func steps(_ advice: Advice, _ given: [Advice.Answer], width: Int) -> [DisplayText] {
        var lines = path(given)
        for (index, step) in advice.steps(for: given).enumerated() {
            lines.append("")
            lines.append(
                DisplayText("\(index + 1)  ", style: .dim) + DisplayText(step.title, style: .bold)
                    + DisplayText("  effort: \(step.effort)", style: .dim))
            lines += Markdown.inline(step.how).wrapped(to: width - 3).map { "   " + $0 }
            lines += DisplayText("the chapter claims: " + claims(step), style: .dim).wrapped(to: width - 3)
                .map { "   " + $0 }
            lines += Markdown.inline("today: \(step.today)").wrapped(to: width - 3).map { "   " + $0 }
        }
        lines.append("")
        lines += DisplayText(
            "The percentages are the chapter's, and it names no source. Savings multiply, they do not add: after one "
                + "that saves 50 %, the next works on the half that is left.", style: .dim
        ).wrapped(to: width)
        return lines
    }

    private static func claims(_ step: Advice.Step) -> String {
        let named = step.chapter.filter { $0 != "—" }
        return Set(named).count == 1
            ? "\(named[0]) saved"
            : named.isEmpty ? "nothing" : named.joined(separator: " in one table, ") + " in the other"
    }

    private static func path(_ given: [Advice.Answer]) -> [DisplayText] {
        given.isEmpty ? [] : [DisplayText(given.map(\.text).joined(separator: " → "), style: .dim)]
    }

    static func json(_ advice: Advice, _ given: [Advice.Answer]) -> JSONValue {
        let next = advice.questions.dropFirst(given.count).first
        return [
            "answers": .array(given.map { .string($0.id) }),
            "question": next.map { question in
                [
                    "id": .string(question.id), "ask": .string(question.ask),
                    "answers": .array(question.answers.map { .string($0.id) }),
                ]
            } ?? .null,
            "advice": .array(
                next == nil
                    ? advice.steps(for: given).map { step in
                        [
                            "id": .string(step.id), "title": .string(step.title), "how": .string(step.how),
                            "chapter": .array(step.chapter.map { .string($0) }), "effort": .string(step.effort),
                            "today": .string(step.today),
                        ]
                    } : []),
        ]
    }
}
