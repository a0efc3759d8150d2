import DataFiles

/// The keys of a prediction.
extension TaskReader {
    func predict(_ reader: inout MappingReader) -> PredictTask? {
        let run = commands("run", &reader, required: true)
        let measure = commands("measure", &reader, required: false)
        let outcome = subject("outcome", &reader)
        let find = pattern(&reader)
        let model = reader.optionalProse("model")
        let name = reader.choice("guess", of: PredictTask.Guess.Name.self)
        guard let name, let guess = guess(name, outcome, &reader) else { return nil }
        if !reader.has("outcome"), name == .number || name == .text {
            log.report(
                "the key 'outcome' is missing", at: reader.place,
                advice: "Say what is looked at in what comes out, as in 'json count' or 'exchange response status'.")
            return nil
        }
        guard !run.isEmpty else { return nil }
        return PredictTask(run: run, measure: measure, outcome: outcome, find: find, guess: guess, model: model)
    }

    private func commands(_ key: String, _ reader: inout MappingReader, required: Bool) -> [String] {
        let text = required ? reader.prose(key) : reader.optionalProse(key)
        return (text ?? "").split(separator: "\n").map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
    }

    private func subject(_ key: String, _ reader: inout MappingReader) -> OutcomeSubject? {
        guard let text = reader.optionalProse(key) else { return nil }
        do {
            return try OutcomeSubject.parse(text)
        } catch {
            log.report(error.message, at: reader.place(of: key), advice: error.advice)
            return nil
        }
    }

    private func pattern(_ reader: inout MappingReader) -> String? {
        guard let pattern = reader.optionalProse("find") else { return nil }
        if (try? Regex(pattern)) == nil {
            log.report(
                "the regular expression '\(pattern.prefix(60))' does not compile", at: reader.place(of: "find"),
                advice: "Look for an open bracket, or for a character that needs a backslash before it.")
        }
        return pattern
    }

    private func guess(
        _ name: PredictTask.Guess.Name, _ outcome: OutcomeSubject?, _ reader: inout MappingReader
    ) -> PredictTask.Guess? {
        switch name {
        case .text: return .text
        case .number: return number(&reader).map { .number($0) }
        case .choice:
            let prospects = members("choices", "a choice", &reader) { id, text, member in
                prospect(id, text, outcome, &member)
            }
            let multiple = reader.optionalBool("multiple") ?? false
            return prospects.map { .choice($0, multiple: multiple) }
        case .order:
            let items = members("items", "an item", &reader) { id, text, member -> PredictTask.Ranked? in
                if !member.has("value") {
                    log.report(
                        "the key 'value' is missing", at: member.place,
                        advice: "Say what its place goes by, as in 'json[0].probability' or 'position data:'.")
                }
                return subject("value", &member).map { PredictTask.Ranked(id: id, text: text, value: $0) }
            }
            let order = reader.has("order") ? reader.choice("order", of: Direction.self) : .rising
            guard let items, let order else { return nil }
            return .order(items, rising: order == .rising)
        }
    }

    private enum Direction: String, CaseIterable {
        case rising, falling
    }

    /// Statements or items, each with an id and a text; two at least.
    private func members<Member>(
        _ key: String, _ what: String, _ reader: inout MappingReader,
        _ make: (String, String, inout MappingReader) -> Member?
    ) -> [Member]? {
        guard let values = reader.list(key) else { return nil }
        if values.count < 2 {
            log.report("'\(key)' has \(values.count), and at least 2 are needed", at: reader.place(of: key))
        }
        var register = IDRegister(log: log, ignoresCase: true)
        return values.compactMap { value in
            guard var member = MappingReader(value, what: what, log: log) else { return nil }
            let id = register.take(&member)
            let text = member.markdown("text")
            let made = make(id ?? "", text ?? "", &member)
            member.finish()
            return id == nil || text == nil ? nil : made
        }
    }

    private func prospect(
        _ id: String, _ text: String, _ outcome: OutcomeSubject?, _ reader: inout MappingReader
    ) -> PredictTask.Prospect? {
        guard let value = reader.required("when"),
            var when = MappingReader(value, what: "what has to come out", log: log)
        else { return nil }
        let own = subject("that", &when)
        if outcome == nil, !when.has("that") {
            log.report(
                "nothing says what is looked at", at: when.place,
                advice: "Write 'outcome' in the exercise, or 'that' here.")
        }
        let matcher = MatcherReader(log: log, besides: ["that"]).matcher(&when, of: own ?? outcome)
        when.finish()
        return matcher.map { PredictTask.Prospect(id: id, text: text, subject: own, matcher: $0) }
    }
}
