import DataFiles

/// Reads a solution's file, its answers in the light of the exercise.
struct SolutionReader {
    var id: ExerciseID
    var file: String
    var log: ProblemLog
    /// `nil` when it could not be read: then answers are taken as they come.
    var exercise: Exercise?

    func read(_ text: String) -> Solution? {
        CharacterCheck(file: file, log: log, isMarkdown: false).check(text)
        do {
            return read(try YAMLDocument.parse(text, file: file))
        } catch {
            log.add(error)
            return nil
        }
    }

    private func read(_ value: YAMLValue?) -> Solution? {
        guard var reader = MappingReader(value, what: "a solution", file: file, log: log) else { return nil }
        reader.readFormat()
        let answerValue = reader.required("answer")
        let answer = answerValue.flatMap { self.answer($0, isModel: true) }
        let why = reader.markdown("why")
        var seen: [Answer] = []
        let wrong = (reader.optionalList("wrong") ?? []).compactMap { self.wrong($0, right: answer, seen: &seen) }
        reader.finish()
        guard let answer, let answerValue else { return nil }
        return Solution(id: id, answer: answer, why: why ?? "", wrong: wrong, place: answerValue.place)
    }

    private func wrong(_ value: YAMLValue, right: Answer?, seen: inout [Answer]) -> WrongAnswer? {
        guard var reader = MappingReader(value, what: "a wrong answer", log: log) else { return nil }
        let answerValue = reader.required("answer")
        let answer = answerValue.flatMap { self.answer($0, isModel: false) }
        let score = score(&reader)
        let feedback = reader.optionalProse("feedback")
        if let value = reader.value("feedback") { reader.checkFences(in: value) }
        let missed = missed(&reader)
        reader.finish()
        guard let answer, let answerValue, let score else { return nil }
        if let right, isSame(answer, right) {
            log.report(
                "this wrong answer counts as right", at: answerValue.place,
                advice: exercise?.kind.name == KindName.number.rawValue
                    ? "Delete it, or make the tolerance of the exercise smaller."
                    : "Delete it, or mend the model answer.")
        } else if seen.contains(where: { isSame(answer, $0, tolerant: false) }) {
            log.report("this wrong answer is here twice", at: answerValue.place, advice: "Delete one.")
        }
        seen.append(answer)
        return WrongAnswer(answer: answer, score: score, feedback: feedback, missed: missed, place: answerValue.place)
    }

    private func score(_ reader: inout MappingReader) -> Double? {
        guard let score = reader.double("score") else { return nil }
        let limit = exercise?.points ?? 1000
        guard (0...limit).contains(score) else {
            log.report(
                "'score' is out of range: \(PlainNumber.text(score))", at: reader.place(of: "score"),
                advice: "The exercise has \(PlainNumber.text(limit)) points.")
            return nil
        }
        return score
    }

    private func missed(_ reader: inout MappingReader) -> [String] {
        (reader.optionalStrings("missed") ?? []).compactMap { id, place in
            if let exercise, !exercise.criteria.contains(id) {
                log.report(
                    "unknown criterion '\(id)'", at: place,
                    advice: exercise.criteria.isEmpty
                        ? "An exercise of kind \(exercise.kind.name) has none."
                        : Suggestion.advice(for: id, among: exercise.criteria))
                return nil
            }
            return id
        }
    }

    // MARK: Answers

    private func answer(_ value: YAMLValue, isModel: Bool) -> Answer? {
        answer(value, isModel: isModel, to: exercise?.kind)
    }

    private func answer(_ value: YAMLValue, isModel: Bool, to kind: ExerciseKind?) -> Answer? {
        switch kind {
        case .choice(let task):
            guard let ids = ids(value, of: task.choices.map(\.id), "choice") else { return nil }
            if isModel, !task.allowsMultiple, ids.count != 1 {
                log.report(
                    "\(ids.count) choices are named, and one is right", at: value.place,
                    advice: "Name one, or say 'multiple: true' in the exercise.")
                return nil
            }
            return .list(ids)
        case .order(let task):
            let items = task.items.map(\.id)
            guard let ids = ids(value, of: items, "item") else { return nil }
            let absent = items.filter { !ids.contains($0) }
            if !absent.isEmpty {
                log.report(
                    "the order is incomplete: \(absent.joined(separator: ", ")) \(absent.count == 1 ? "is" : "are") missing",
                    at: value.place, advice: "Name every item once.")
                return nil
            }
            return .list(ids)
        case .number(let task):
            guard let text = text(value) else { return nil }
            if text.hasPrefix("=") { return formula(text, at: value.place) }
            guard task.value(of: text) != nil else {
                log.report(
                    "\(value.found) is no number that a learner could type", at: value.place,
                    advice: "Write digits with a decimal point, and one of the exercise's units at most.")
                return nil
            }
            return .text(text)
        case .distribution(let task):
            guard let text = text(value) else { return nil }
            do {
                _ = try task.settings(from: text)
                return .text(text)
            } catch {
                log.report("the answer sets nothing that can be graded", at: value.place, advice: error.description)
                return nil
            }
        case .text, .request, .traffic:
            return text(value).map { .text($0) }
        case .predict(let task):
            if let inner = task.inner { return answer(value, isModel: isModel, to: inner) }
            return text(value).map { .text($0) }
        case nil:
            if case .sequence(let values) = value.content { return .list(values.compactMap { $0.scalar?.text }) }
            return text(value).map { .text($0) }
        }
    }

    /// `= requests * 30`: computed from the exercise's variables, or from numbers alone.
    private func formula(_ text: String, at place: Place) -> Answer? {
        do {
            let formula = try Formula(String(text.dropFirst()))
            let known = exercise.map { $0.variables.map(\.name) } ?? Array(formula.names)
            for name in formula.names.sorted() where !known.contains(name) {
                log.report(
                    "unknown variable '\(name)'", at: place,
                    advice: known.isEmpty
                        ? "The exercise has no 'variables'." : Suggestion.advice(for: name, among: known))
                return nil
            }
            return .text(text)
        } catch {
            log.report("the formula cannot be read: \(error)", at: place, advice: "Write it as in '= 3 * (a + 1)'.")
            return nil
        }
    }

    private func text(_ value: YAMLValue) -> String? {
        guard let scalar = value.scalar else {
            log.report(
                "the answer has to be a text, not \(value.found)", at: value.place,
                advice: "If this is text, put it in quotes; commands stand one a line below 'answer: |'.")
            return nil
        }
        let text = scalar.text.trimmingBlanks
        if text.isEmpty { log.report("the answer is empty", at: value.place) }
        return text.isEmpty ? nil : text
    }

    /// One id or a list of ids, each known and named once.
    private func ids(_ value: YAMLValue, of known: [String], _ what: String) -> [String]? {
        let values: [YAMLValue]
        switch value.content {
        case .scalar: values = [value]
        case .sequence(let elements): values = elements
        case .mapping:
            log.report("the answer has to be an id or a list of ids, not a mapping", at: value.place)
            return nil
        }
        var ids: [String] = []
        var isSound = true
        for element in values {
            let id = element.scalar?.text.trimmingBlanks ?? ""
            if !known.contains(id) {
                log.report(
                    "unknown \(what) \(element.found)", at: element.place,
                    advice: id.contains(" ") || id.contains(",")
                        ? "Write several as a list: '[a, b]'." : "Known are \(known.joined(separator: ", ")).")
                isSound = false
            } else if ids.contains(id) {
                log.report("the \(what) '\(id)' is named twice", at: element.place, advice: "Name each once.")
                isSound = false
            } else {
                ids.append(id)
            }
        }
        return isSound ? ids : nil
    }

    /// Whether two answers are one to the grader.
    private func isSame(_ first: Answer, _ second: Answer, tolerant: Bool = true) -> Bool {
        switch (exercise?.kind, first, second) {
        case (.choice, .list(let a), .list(let b)): return Set(a) == Set(b)
        case (.number(let task), .text(let a), .text(let b)):
            guard let a = task.value(of: a), let b = task.value(of: b) else { return false }
            return tolerant ? task.accepts(a, for: b) : a == b
        default: return first == second
        }
    }
}
