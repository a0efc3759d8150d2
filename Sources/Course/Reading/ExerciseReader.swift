import DataFiles

/// Reads an exercise's file.
struct ExerciseReader {
    var id: ExerciseID
    var file: String
    var log: ProblemLog
    /// `nil` leaves concepts unchecked.
    var knownConcepts: [String]?

    /// The exercise, or `nil` when its prompt or something that its grading rests on could not be read.
    func read(_ text: String) -> Exercise? {
        CharacterCheck(file: file, log: log, isMarkdown: false).check(text)
        do {
            return read(try YAMLDocument.parse(text, file: file))
        } catch {
            log.add(error)
            return nil
        }
    }

    private func read(_ value: YAMLValue?) -> Exercise? {
        guard var reader = MappingReader(value, what: "an exercise", file: file, log: log) else { return nil }
        reader.readFormat()
        let title = reader.prose("title")
        let concepts = reader.concepts(known: knownConcepts, atLeastOne: true)
        let kindName = reader.choice("kind", of: KindName.self)
        let points = reader.points()
        let prompt = reader.markdown("prompt")
        let hints = hints(&reader, points: points)
        let credit = credit(&reader)
        let erratum = reader.value("erratum") == nil ? nil : reader.int("erratum", in: 1...999)
        let variables = VariablesReader(log: log).variables(&reader)
        let before = log.problems.count
        let kind = kindName.flatMap { TaskReader(log: log).task($0, &reader) }
        let isSound = log.problems.count == before
        if !variables.isEmpty, let kind, !kind.takesVariables {
            log.report(
                "an exercise of kind \(kind.name) has no variants", at: reader.place(of: "variables"),
                advice: "Delete 'variables': what its checks ask for is the same for all.")
        }
        // The keys of an unknown kind are unknown as well: only the kind is worth a word.
        if kindName != nil { reader.finish() }
        guard let points, let prompt, let kind, isSound else { return nil }
        return Exercise(
            id: id, title: title ?? id.name, concepts: concepts, points: points, prompt: prompt, hints: hints,
            credit: credit, kind: kind, erratum: erratum, variables: variables, file: file)
    }

    private func hints(_ reader: inout MappingReader, points: Double?) -> [Hint] {
        guard let values = reader.list("hints") else { return [] }
        if values.count < 3 {
            log.report(
                "\(values.count == 1 ? "1 hint" : "\(values.count) hints"), and at least 3 are needed",
                at: reader.place(of: "hints"), advice: "Lead from a nudge to nearly the answer.")
        }
        var hints: [Hint] = []
        for value in values {
            guard var hint = MappingReader(value, what: "a hint", log: log) else { continue }
            let text = hint.markdown("text")
            let cost = hint.cost(atMost: points ?? 1000)
            hint.finish()
            if let text, let cost { hints.append(Hint(text: text, cost: cost)) }
        }
        let total = hints.reduce(0) { $0 + $1.cost }
        if let points, total > points + 1e-9 {
            log.report(
                "the hints cost \(PlainNumber.rounded(total)) in all, and the exercise has \(PlainNumber.text(points)) points",
                at: reader.place(of: "hints"), advice: "Lower their costs: together they may cost the points at most.")
        }
        return hints
    }

    private func credit(_ reader: inout MappingReader) -> [Double] {
        guard let values = reader.optionalList("credit") else { return [1] }
        if values.isEmpty {
            log.report("'credit' is empty", at: reader.place(of: "credit"), advice: "Write for example '[1, 0.8]'.")
        }
        var credit: [Double] = []
        for value in values {
            guard let share = reader.number(of: value, "credit") else { continue }
            if !(0...1).contains(share) {
                log.report(
                    "'credit' is out of range: \(PlainNumber.text(share))", at: value.place,
                    advice: "Each is a share of the points, from 0 to 1.")
            } else if let last = credit.last, share > last {
                log.report(
                    "'credit' grows from \(PlainNumber.text(last)) to \(PlainNumber.text(share))", at: value.place,
                    advice: "A later attempt cannot earn more than an earlier one.")
            } else {
                credit.append(share)
            }
        }
        return credit.isEmpty ? [1] : credit
    }
}
