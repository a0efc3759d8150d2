import Course

/// Grades a choice: all or nothing where one is right; where several may be, each choice rightly taken or left counts, each
/// wrongly taken or left subtracts, and less than nothing is nothing.
struct ChoiceGrader {
    private let exercise: Exercise
    private let task: ChoiceTask
    private let solution: Solution?

    init(_ exercise: Exercise, _ task: ChoiceTask, _ solution: Solution?) {
        self.exercise = exercise
        self.task = task
        self.solution = solution
    }

    func grade(_ answer: String) throws(GradingError) -> Verdict {
        guard let solution else { throw .noAnswer(exercise.id, reason: "it has no solution") }
        let right = Set(try ids(of: solution.answer))
        let taken = Set(try read(answer))
        let feedback = solution.wrong.filter { (try? Set(ids(of: $0.answer))) == taken }.compactMap(\.feedback)
        let named = task.choices.filter { taken.contains($0.id) }.map { "`\($0.id)`" }.joined(separator: ", ")
        if !task.allowsMultiple {
            let isRight = taken == right
            let earned = isRight ? exercise.points : 0
            return Verdict(
                score: earned, maximum: exercise.points,
                criteria: [
                    Criterion(
                        id: "answer", title: "the choice", points: exercise.points, earned: earned,
                        state: isRight ? .met : .missed,
                        detail: isRight ? "\(named) is right." : "\(named) is not right.",
                        quote: answer.trimmed)
                ],
                arithmetic: Points.text(earned, of: exercise.points), feedback: feedback)
        }
        let wrong = taken.symmetricDifference(right).count
        let total = task.choices.count
        let score = exercise.points * Double(max(0, total - 2 * wrong)) / Double(total)
        let isRight = wrong == 0
        let judged = "\(total - wrong) of \(total) rightly taken or left"
        return Verdict(
            score: score, maximum: exercise.points,
            criteria: [
                Criterion(
                    id: "answer", title: "the choices", points: exercise.points, earned: score,
                    state: isRight ? .met : .missed, detail: "\(named): \(judged).", quote: answer.trimmed)
            ],
            arithmetic: isRight
                ? "\(judged): \(Points.text(score, of: exercise.points))"
                : "\(judged), \(wrong) wrongly: (\(total - wrong) − \(wrong)) / \(total) of \(Points.text(exercise.points)), "
                    + "not below 0: \(Points.text(score, of: exercise.points))",
            feedback: feedback)
    }

    private func ids(of answer: Answer) throws(GradingError) -> [String] {
        switch answer {
        case .list(let ids): ids
        case .text(let text): try read(text)
        }
    }

    /// The ids in `b`, `B.`, `b)`, `a, c`, `a and c`, `ac`, or a choice's own text.
    private func read(_ answer: String) throws(GradingError) -> [String] {
        guard answer.utf8.count <= 4000 else { throw unreadable("That is a longer text than a choice is.") }
        let plain = Self.plain(answer)
        guard !plain.isEmpty else { throw unreadable("There is no answer yet.") }
        if let choice = task.choices.first(where: { Self.plain($0.text) == plain }) { return [choice.id] }
        let words = ListReader.words(answer)
        var found: [String] = []
        for word in words {
            if let choice = task.choices.first(where: { $0.id.lowercased() == word }) {
                found.append(choice.id)
            } else if let together = letters(word) {
                found += together
            } else if !["and", "or", "the", "&"].contains(word) || words.count == 1 {
                throw unreadable("'\(word.prefix(40))' is none of the choices.")
            }
        }
        guard !found.isEmpty else { throw unreadable("That names none of the choices.") }
        var seen: Set<String> = []
        let ids = found.filter { seen.insert($0).inserted }
        if !task.allowsMultiple, ids.count > 1 {
            throw unreadable("That names \(ids.count) choices, but one is asked for.")
        }
        return ids
    }

    /// `acd` where all ids are single letters and several may be chosen.
    private func letters(_ word: String) -> [String]? {
        guard task.allowsMultiple, word.count > 1, word.count <= task.choices.count else { return nil }
        let ids = word.map { letter in task.choices.first { $0.id.lowercased() == String(letter) }?.id }
        return ids.contains(nil) ? nil : ids.compactMap(\.self)
    }

    private func unreadable(_ found: String) -> GradingError {
        let ids = task.choices.map(\.id)
        return .unreadable(
            found: found,
            expected: task.allowsMultiple
                ? "Type the letters of all that are right, such as '\(ids.prefix(2).joined(separator: " "))'; "
                    + "there are \(ids.joined(separator: ", "))."
                : "Type one of \(ids.joined(separator: ", ")).")
    }

    /// Without Markdown's marks and what stands around it, in lower case.
    private static func plain(_ text: String) -> String {
        ListReader.collapsed(text.filter { !"`*_\"'“”".contains($0) }).lowercased().trimmingSuffix(".;, ")
    }
}
