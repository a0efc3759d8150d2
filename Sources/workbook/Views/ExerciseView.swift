import Course
import Grading
import Progress
import Terminal

/// An exercise: its question, the verdict on an answer, hints, the solution.
@MainActor
enum ExerciseView {
    static func question(_ exercise: Exercise, in session: Session) throws -> [DisplayText] {
        let standing = try session.standings()[exercise.id]
        let width = session.textWidth
        let position = try session.course().position(of: exercise.id) ?? ""
        let attempts =
            standing.attempts == 0
            ? "" : " · \(standing.attempts) \(standing.attempts == 1 ? "attempt" : "attempts") so far"
        let state =
            (standing.state == .solved ? " · solved" : "") + (exercise.variant.map { " · variant \($0)" } ?? "")
        var lines = [
            DisplayText("\(position)  \(exercise.title)", style: .bold)
                + DisplayText("   \(exercise.points.asPoints)\(attempts)\(state)", style: .dim)
        ]
        lines += Markdown.render(exercise.prompt, width: width, unicode: session.output.unicode)
        switch exercise.kind {
        case .choice(let task):
            lines.append("")
            for choice in task.choices { lines += item(choice.id, choice.text, width) }
        case .order(let task):
            lines.append("")
            for item in task.items { lines += self.item(item.id, item.text, width) }
        case .distribution(let task):
            lines += setting(of: task, in: session)
        case .predict(let task):
            lines += try prediction(task, of: exercise, in: session)
        case .number, .text, .request, .traffic:
            break
        }
        if session.isInteractive {
            lines.append("")
            lines += Markdown.inline(howToAnswer(exercise), style: .dim).wrapped(to: width)
        }
        return lines
    }

    /// What will be run, what may be predicted, and what has been.
    private static func prediction(
        _ task: PredictTask, of exercise: Exercise, in session: Session
    ) throws -> [DisplayText] {
        var lines: [DisplayText] = [""]
        for line in task.run {
            lines.append(DisplayText("  then run   ", style: .dim) + DisplayText(line, style: .code))
        }
        switch task.guess {
        case .choice(let prospects, _):
            lines.append("")
            for prospect in prospects { lines += item(prospect.id, prospect.text, session.textWidth) }
        case .order(let items, _):
            lines.append("")
            for item in items { lines += self.item(item.id, item.text, session.textWidth) }
        case .number, .text: break
        }
        if let kept = try session.keptPrediction(of: exercise) {
            lines.append("")
            let isOpen = kept.outcome == nil
            lines += Markdown.inline(
                "  You predicted: \(kept.answer)" + (isOpen ? " · `answer` runs it." : " · `solution` says why."),
                style: .dim
            ).wrapped(to: session.textWidth)
        }
        return lines
    }

    private static func item(_ id: String, _ text: String, _ width: Int) -> [DisplayText] {
        let lines = Markdown.inline(text).wrapped(to: width - 7)
        let first = DisplayText("  ") + DisplayText("\(id)".padded(to: 3) + " ", style: .accent)
        return lines.enumerated().map { $0 == 0 ? first + $1 : DisplayText("      ") + $1 }
    }

    /// What a distribution exercise is about: the prompt or the logits, and what may be set.
    private static func setting(of task: DistributionTask, in session: Session) -> [DisplayText] {
        var lines: [DisplayText] = [""]
        switch task.source {
        case .model(let name, let prompt):
            lines.append(DisplayText("  after   \"\(prompt)\"   (model \(name))"))
        case .logits(let logits):
            let width = logits.map { DisplayText($0.token).columns }.max() ?? 0
            lines.append(DisplayText("  " + "token".padded(to: width + 2) + "    logit", style: .dim))
            for (token, logit) in logits.map({ ($0.token, $0.logit) }) {
                lines.append(
                    DisplayText("  ") + DisplayText("\"\(token)\"").padded(to: width + 2)
                        + DisplayText(Number.short(logit).leftPadded(to: 9)))
            }
        }
        let fixed =
            task.fixed.isEmpty
            ? ""
            : "   ("
                + task.fixed.map { "\($0.key.rawValue) is \(Number.short($0.value))" }.sorted().joined(separator: ", ")
                + ")"
        lines.append(
            DisplayText("  set     " + task.adjustable.map(\.rawValue).joined(separator: ", ") + fixed, style: .dim))
        return lines
    }

    static func howToAnswer(_ exercise: Exercise) -> String {
        switch exercise.kind {
        case .choice(let task):
            let ids = task.choices.map(\.id)
            return task.allowsMultiple
                ? "`answer \(ids.prefix(2).joined(separator: " "))` chooses several; one or more are right."
                : "`answer \(ids[0])` chooses one."
        case .number(let task):
            return task.units.isEmpty ? "`answer NUMBER`" : "`answer NUMBER` (\(task.units[0]))"
        case .text: return "`answer` and your words, in a sentence or more."
        case .order(let task):
            return "`answer \(task.items.map(\.id).joined(separator: " "))` gives them in that order."
        case .request: return "Build the request, look at it with `show`, then `answer` hands it in."
        case .traffic: return "Send what is asked for, then `answer` hands in what was sent since you saw this."
        case .predict(let task):
            let example: String =
                switch task.guess {
                case .choice(let prospects, let multiple):
                    prospects.prefix(multiple ? 2 : 1).map(\.id).joined(separator: " ")
                case .order(let items, _): items.map(\.id).joined(separator: " ")
                case .number: "NUMBER"
                case .text: "TEXT"
                }
            return "`answer \(example)` is your prediction: it is kept, then the commands run. It counts once."
        case .distribution(let task):
            return task.adjustable.count == 1
                ? "`answer VALUE` sets \(task.adjustable[0].rawValue)."
                : "`answer " + task.adjustable.map { "\($0.rawValue)=VALUE" }.joined(separator: " ") + "`"
        }
    }

    static func verdict(_ outcome: AnswerOutcome, in session: Session) -> [DisplayText] {
        let verdict = outcome.verdict
        let width = session.textWidth
        var lines: [DisplayText] = []
        for criterion in verdict.criteria {
            let (mark, style): (String, TextStyle) =
                switch criterion.state {
                case .met: (session.output.unicode ? "✓ met    " : "+ met    ", .good)
                case .missed: (session.output.unicode ? "✗ missed " : "- missed ", .bad)
                case .contradicted: (session.output.unicode ? "✗ contradicted " : "- contradicted ", .bad)
                }
            let detail = criterion.detail.isEmpty ? criterion.title : "\(criterion.title): \(criterion.detail)"
            let body = DisplayText(detail).wrapped(to: max(20, width - mark.count - 2))
            for (index, line) in body.enumerated() {
                lines.append(
                    DisplayText("  ")
                        + DisplayText(index == 0 ? mark : String(repeating: " ", count: mark.count), style: style)
                        + line)
            }
            if let quote = criterion.quote, isText(outcome.exercise) {
                lines += DisplayText("you wrote: \"\(quote)\"", style: .dim).wrapped(to: width - 6).map {
                    DisplayText("      ") + $0
                }
            }
        }
        for feedback in verdict.feedback {
            lines += Markdown.render(feedback, width: width - 4, unicode: session.output.unicode).map {
                DisplayText("    ") + $0
            }
        }
        let score = "\(Points.text(verdict.score)) / \(Points.text(verdict.maximum))"
        let full = verdict.isFull
        var isPrediction = false
        if case .predict = outcome.exercise.kind { isPrediction = true }
        let word =
            isPrediction
            ? (full ? "as predicted" : verdict.score > 0 ? "partly as predicted" : "otherwise than predicted")
            : full ? "solved" : verdict.score > 0 ? "partly right" : "not yet"
        lines.append(
            DisplayText("  \(score)  ", style: full ? .good : .bold)
                + DisplayText(word, style: full ? .good : .plain)
                + DisplayText(verdict.criteria.count > 1 ? " · \(verdict.arithmetic)" : "", style: .dim))
        if let deduction = outcome.deduction { lines[lines.count - 1] += DisplayText(" · \(deduction)", style: .dim) }
        if !full, outcome.standing.isSolved {
            lines.append(DisplayText("  You had solved this before: the points that you have stay.", style: .dim))
        }
        if isPrediction, let why = try? session.ownSolution(of: outcome.exercise)?.why {
            // Predict, run, compare, explain: it cannot be answered again, so nothing is given away.
            lines.append("")
            lines += Markdown.render(why, width: width - 4, unicode: session.output.unicode).map {
                DisplayText("    ") + $0
            }
        }
        if session.isInteractive {
            lines += Markdown.inline(ways(outcome, in: session), style: .dim).wrapped(to: width - 4).map {
                DisplayText("    ") + $0
            }
        }
        return lines
    }

    /// Whether an answer is prose, so that quoting it says which words decided.
    private static func isText(_ exercise: Exercise) -> Bool { if case .text = exercise.kind { true } else { false } }

    private static func ways(_ outcome: AnswerOutcome, in session: Session) -> String {
        var isPrediction = false
        if case .predict = outcome.exercise.kind { isPrediction = true }
        if outcome.verdict.isFull || isPrediction {
            return following(outcome.exercise, in: session) + (isPrediction ? "" : " · `solution` says why")
        }
        let hints = outcome.exercise.hints.count
        let shown = outcome.standing.hintsShown
        let hint = shown < hints ? "`hint` (\(shown + 1) of \(hints)) · " : ""
        return hint + "`answer` again · `skip`"
    }

    /// What comes next: an exercise of the same page that is open, else the page after it.
    static func following(_ exercise: Exercise, in session: Session) -> String {
        guard let course = try? session.course(), let standings = try? session.standings(),
            let home = course.places.first(where: { course.page(at: $0)?.page.exercises.contains(exercise.id) == true }
            ),
            let page = course.page(at: home)?.page
        else { return "`next` goes on reading" }
        let after = page.exercises.drop { $0 != exercise.id }.dropFirst()
        if let id = (after + page.exercises).first(where: { $0 != exercise.id && !standings.isDone($0, in: course) }),
            let next = course.exercises[id].flatMap({ try? session.ownVariant(of: $0) })
        {
            let position = course.position(of: id) ?? id.description
            return "`exercise \(position)` is next: \(next.title)"
        }
        guard let following = course.place(after: home), let (lesson, page) = course.page(at: following) else {
            return "that was the last page: `progress` shows what is done"
        }
        let command =
            (try? session.place()) == home ? "next" : "goto \(lesson.number).\(following.page + 1)"
        let title = following.page == 0 ? "lesson \(lesson.number), \(lesson.title)" : page.title
        return "`\(command)` goes on: \(title)"
    }

    static func hint(_ number: Int, of exercise: Exercise, in session: Session) -> [DisplayText] {
        let hint = exercise.hints[number - 1]
        let cost = hint.cost == 0 ? "costs nothing" : "takes \(hint.cost.asPoints) off what can still be earned"
        return [DisplayText("  hint \(number) of \(exercise.hints.count) · \(cost)", style: .dim)]
            + Markdown.render(hint.text, width: session.textWidth - 4, unicode: session.output.unicode)
            .map { DisplayText("    ") + $0 }
    }

    static func solution(_ solution: Solution, of exercise: Exercise, in session: Session) -> [DisplayText] {
        var lines = [DisplayText("  A right answer to \(exercise.title)", style: .bold)]
        switch solution.answer {
        case .text(let text):
            let command = exercise.kind.isDoneWithCommands ? "" : "answer "
            lines += text.split(separator: "\n").map {
                DisplayText("    " + command) + DisplayText(String($0), style: .code)
            }
        case .list(let list):
            lines.append(DisplayText("    answer ") + DisplayText(list.joined(separator: " "), style: .code))
        }
        lines.append("")
        lines += Markdown.render(solution.why, width: session.textWidth - 4, unicode: session.output.unicode)
            .map { DisplayText("    ") + $0 }
        return lines
    }
}

extension ExerciseKind {
    /// Whether the work is done with commands, and handed in by `answer` alone.
    var isDoneWithCommands: Bool {
        switch self {
        case .request, .traffic: true
        case .choice, .number, .text, .order, .distribution, .predict: false
        }
    }
}
