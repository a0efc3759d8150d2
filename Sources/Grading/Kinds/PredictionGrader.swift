import Course
import LanguageModel

/// Compares a prediction with what came out.
///
/// The right answer is computed from the outcome; then the grader of the kind that was asked for (choice, number, order)
/// compares. The solution's own answer is not looked at, only its named mistakes.
struct PredictionGrader {
    private let exercise: Exercise
    private let task: PredictTask
    private let solution: Solution?
    private let grader: Grader

    init(_ exercise: Exercise, _ task: PredictTask, _ solution: Solution?, _ grader: Grader) {
        self.exercise = exercise
        self.task = task
        self.solution = solution
        self.grader = grader
    }

    /// Throws where the text is no prediction of the kind that is asked for, whatever will come out.
    func validate(_ prediction: String) throws(GradingError) {
        if let model = task.model, !grader.models.names.contains(model) {
            throw .modelMissing(name: model, available: grader.models.names, reason: "it is not installed")
        }
        guard let inner = task.inner else {
            guard !ShortText.plain(prediction).isEmpty else {
                throw .unreadable(found: "There is no prediction yet.", expected: "Type what you think will come out.")
            }
            guard prediction.utf8.count <= 4000 else {
                throw .unreadable(found: "That is too long.", expected: "Type a word or a line.")
            }
            return
        }
        // Any answer of the right form will do: only whether the prediction can be read is asked.
        let answer: Answer =
            switch task.guess {
            case .choice(let prospects, _): .list(prospects.prefix(1).map(\.id))
            case .order(let items, _): .list(items.map(\.id))
            case .number, .text: .text("0")
            }
        _ = try grade(prediction, inner, answer)
    }

    func grade(_ prediction: String, _ outcome: RunOutcome) throws(GradingError) -> Verdict {
        let facts = OutcomeFacts(outcome, measured: task.measure.count)
        let truth = try truth(facts)
        var verdict: Verdict
        if let inner = task.inner {
            verdict = try grade(prediction, inner, truth.answer)
        } else {
            verdict = grade(text: prediction, truth.answer.typed)
        }
        for index in verdict.criteria.indices {
            let quoted =
                "You predicted \(ShortText.quoted(prediction)); it came out as \(truth.words.trimmingSuffix("."))."
            verdict.criteria[index].title = "the prediction"
            let detail = verdict.criteria[index].detail
            let isPartial = verdict.score > 0 && !verdict.isFull
            verdict.criteria[index].detail = quoted + (isPartial ? " \(detail)" : "")
        }
        return verdict
    }

    private func grade(_ prediction: String, _ kind: ExerciseKind, _ answer: Answer) throws(GradingError) -> Verdict {
        var plain = exercise
        plain.kind = kind
        let place = solution?.place ?? exercise.place
        return try grader.grade(
            plain, Solution(id: exercise.id, answer: answer, why: "", wrong: solution?.wrong ?? [], place: place),
            .answer(prediction))
    }

    private func grade(text prediction: String, _ truth: String) -> Verdict {
        let typed = ShortText.plain(prediction)
        let isRight = typed == ShortText.plain(truth)
        let earned = isRight ? exercise.points : 0
        let feedback = isRight ? [] : (solution?.wrong ?? []).filter { ShortText.plain($0.answer.typed) == typed }
        return Verdict(
            score: earned, maximum: exercise.points,
            criteria: [
                Criterion(
                    id: "answer", title: "", points: exercise.points, earned: earned,
                    state: isRight ? .met : .missed, quote: prediction.trimmed)
            ],
            arithmetic: Points.text(earned, of: exercise.points), feedback: feedback.compactMap(\.feedback))
    }

    // MARK: The truth

    /// What would have been right, as it would be typed and in words.
    private func truth(_ facts: OutcomeFacts) throws(GradingError) -> (answer: Answer, words: String) {
        switch task.guess {
        case .number(let number):
            let value = try observed(facts)
            guard let text = text(of: value), (try? NumberReader(units: number.units).read(text)) != nil else {
                throw .noTruth(exercise.id, reason: "'\(value.description.prefix(80))' is no number")
            }
            if case .number(let plain) = value { return (.text(text), NumberText.short(plain)) }
            return (.text(text), text)
        case .text:
            let value = try observed(facts)
            guard let text = text(of: value), !ShortText.plain(text).isEmpty else {
                throw .noTruth(exercise.id, reason: "nothing was found in '\(value.description.prefix(80))'")
            }
            return (.text(text), ShortText.quoted(text))
        case .choice(let prospects, let multiple):
            let met = prospects.filter { prospect in
                guard let subject = prospect.subject ?? task.outcome else { return false }
                let value = facts.value(of: subject)
                // `find` narrows the task's own outcome only.
                let narrowed = prospect.subject == nil ? text(of: value).map { narrow(value, to: $0) } : value
                return prospect.matcher.matches(narrowed ?? .absent)
            }
            guard multiple ? !met.isEmpty : met.count == 1 else {
                throw .noTruth(
                    exercise.id,
                    reason: met.isEmpty
                        ? "none of the choices is so"
                        : "more than one is so: \(met.map(\.id).joined(separator: ", "))")
            }
            return (
                .list(met.map(\.id)),
                met.map { "`\($0.id)`: \(ListReader.collapsed($0.text))" }.joined(separator: "; ")
            )
        case .order(let items, let rising):
            var places: [(id: String, value: Double)] = []
            for item in items {
                guard case .number(let value) = facts.value(of: item.value) else {
                    throw .noTruth(exercise.id, reason: "there is no number at '\(item.value)'")
                }
                places.append((item.id, value))
            }
            places.sort { rising ? $0.value < $1.value : $0.value > $1.value }
            guard zip(places, places.dropFirst()).allSatisfy({ $0.value != $1.value }) else {
                throw .noTruth(exercise.id, reason: "two of the items are equal")
            }
            return (.list(places.map(\.id)), places.map(\.id).joined(separator: " "))
        }
    }

    private func observed(_ facts: OutcomeFacts) throws(GradingError) -> ObservedValue {
        guard let subject = task.outcome else { throw .noTruth(exercise.id, reason: "it names no outcome") }
        let value = facts.value(of: subject)
        guard value != .absent else { throw .noTruth(exercise.id, reason: "there is no '\(subject)'") }
        return value
    }

    /// What `find` finds in the value, or the value; `nil` where it finds nothing.
    private func text(of value: ObservedValue) -> String? {
        guard let find = task.find else { return value == .absent ? nil : value.description }
        guard let regex = try? Regex(find), let match = try? regex.firstMatch(in: value.description) else { return nil }
        let groups = match.output.dropFirst().compactMap(\.substring)
        return groups.first.map(String.init) ?? String(value.description[match.range])
    }

    private func narrow(_ value: ObservedValue, to text: String) -> ObservedValue {
        guard task.find != nil else { return value }
        // A check that asks for a number finds one: a found text is read as it looks.
        return .string(text)
    }
}

/// A word or a line as people type it.
enum ShortText {
    /// In lower case, one space for each run of white space, without quotation marks around it and a full stop after it.
    static func plain(_ text: String) -> String {
        var plain = Substring(ListReader.collapsed(text).lowercased())
        let marks = "\"'`“”‘’"
        while let first = plain.first, marks.contains(first) { plain = plain.dropFirst() }
        while let last = plain.last, marks.contains(last) || last == "." { plain = plain.dropLast() }
        return ListReader.collapsed(String(plain))
    }

    static func quoted(_ text: String) -> String {
        let line = Quote.shortened(text)
        let isQuoted = line.count > 2 && "\"“'‘`".contains(line.prefix(1)) && "\"”'’`".contains(line.suffix(1))
        return isQuoted ? line : "“\(line)”"
    }
}
