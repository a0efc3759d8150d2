import DataFiles

/// Reads the checks of an exercise: subject, one matcher, and what is said about them.
struct CheckReader<Subject: CheckSubject> {
    let log: ProblemLog
    /// Shared by all checks of an exercise.
    var register: IDRegister
    /// The checks read so far; the next is `c` and one more.
    var count: Int

    init(log: ProblemLog) {
        self.log = log
        register = IDRegister(log: log)
        count = 0
    }

    mutating func checks(_ reader: inout MappingReader) -> [Check<Subject>] {
        guard let values = reader.list("checks") else { return [] }
        if values.isEmpty {
            log.report("'checks' is empty", at: reader.place(of: "checks"), advice: "Write at least one check.")
        }
        return values.compactMap { check($0) }
    }

    private mutating func check(_ value: YAMLValue) -> Check<Subject>? {
        count += 1
        guard var reader = MappingReader(value, what: "a check", log: log) else { return nil }
        let id = register.take(&reader, fallback: "c\(count)")
        let subject = subject(&reader)
        let title = reader.optionalProse("title")
        let points = reader.points(default: 1)
        let feedback = reader.optionalProse("else")
        let matcher = MatcherReader(log: log).matcher(&reader, of: subject)
        reader.finish()
        guard let id, let subject, let matcher, let points else { return nil }
        return Check(id: id, title: title, subject: subject, matcher: matcher, points: points, feedback: feedback)
    }

    private func subject(_ reader: inout MappingReader) -> Subject? {
        guard let text = reader.prose("that") else { return nil }
        do {
            return try Subject.parse(text)
        } catch {
            log.report(error.message, at: reader.place(of: "that"), advice: error.advice)
            return nil
        }
    }
}

/// Reads the one matcher of a check, its values typed by the subject.
struct MatcherReader {
    let log: ProblemLog
    /// The keys that may stand beside the matcher.
    var besides = ["id", "that", "title", "points", "else"]

    enum Word: String, CaseIterable {
        case equals, not, contains, matches, below, above, present
        case oneOf = "one-of"
        case atLeast = "at-least"
        case atMost = "at-most"
    }

    func matcher(_ reader: inout MappingReader, of subject: (any CheckSubject)?) -> Matcher? {
        var found: [(word: Word, value: YAMLValue)] = []
        for word in Word.allCases where reader.has(word.rawValue) {
            if let value = reader.required(word.rawValue) { found.append((word, value)) }
        }
        let known = Set(Word.allCases.map(\.rawValue)).union(besides)
        for word in Word.allCases where !reader.has(word.rawValue) { _ = reader.value(word.rawValue) }
        guard let (word, value) = found.first else {
            // A mistyped matcher is an unknown key, which says enough.
            let mayBeMistyped = reader.keys.contains { !known.contains($0) }
            let isEmpty = reader.keys.contains { Word(rawValue: $0) != nil }
            if !mayBeMistyped, !isEmpty {
                log.report(
                    "the check has no matcher", at: reader.place,
                    advice: "Add one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return nil
        }
        guard found.count == 1 else {
            log.report(
                "the check has more than one matcher (\(found.map(\.word.rawValue).joined(separator: ", ")))",
                at: reader.place,
                advice: "Write a check for each.")
            return nil
        }
        return matcher(word, value, of: subject)
    }

    private func matcher(_ word: Word, _ value: YAMLValue, of subject: (any CheckSubject)?) -> Matcher? {
        switch word {
        case .equals: return literal(value, word, of: subject).map { .equals($0) }
        case .not: return literal(value, word, of: subject).map { .not($0) }
        case .oneOf:
            guard case .sequence(let values) = value.content, !values.isEmpty else {
                log.report("'one-of' has to be a list, not \(value.found)", at: value.place, advice: "Write '[a, b]'.")
                return nil
            }
            let literals = values.compactMap { literal($0, word, of: subject) }
            return literals.count == values.count ? .oneOf(literals) : nil
        case .contains:
            return text(value, word, of: subject).map { .contains($0) }
        case .matches:
            guard let pattern = text(value, word, of: subject) else { return nil }
            guard (try? Regex(pattern)) != nil else {
                log.report(
                    "the regular expression '\(pattern.prefix(60))' does not compile", at: value.place,
                    advice: "Look for an open bracket, or for a character that needs a backslash before it.")
                return nil
            }
            return .matches(pattern)
        case .atLeast: return bound(value, word, of: subject).map { .atLeast($0) }
        case .atMost: return bound(value, word, of: subject).map { .atMost($0) }
        case .below: return bound(value, word, of: subject).map { .below($0) }
        case .above: return bound(value, word, of: subject).map { .above($0) }
        case .present:
            guard let bool = value.scalar.flatMap({ PlainScalar.bool($0.text) }) else {
                log.report("'present' has to be true or false, not \(value.found)", at: value.place)
                return nil
            }
            return .present(bool)
        }
    }

    private func literal(_ value: YAMLValue, _ word: Word, of subject: (any CheckSubject)?) -> Literal? {
        guard let scalar = value.scalar else {
            log.report(
                "'\(word.rawValue)' has to be one value, not \(value.found)", at: value.place,
                advice: "A list or object of JSON is compared as its compact text, in quotes: '[\"a\"]'.")
            return nil
        }
        let text = scalar.style == .literal ? scalar.text.trimmingBlanks : scalar.text
        guard let subject else { return .string(text) }
        switch subject.valueType {
        case .text: return .string(text)
        case .name: return .name(text)
        case .number:
            if let number = PlainScalar.number(text) { return .number(number) }
            log.report("'\(subject)' is a number; \(value.found) is none", at: value.place)
            return nil
        case .bool:
            if let bool = PlainScalar.bool(text) { return .bool(bool) }
            log.report("'\(subject)' is true or false, never \(value.found)", at: value.place)
            return nil
        case .json:
            guard scalar.style == .plain else { return .string(text) }
            if text == "null" || text == "~" {
                log.report(
                    "JSON's null counts as absent", at: value.place,
                    advice: "Write 'present: false'; for a text, put it in quotes.")
                return nil
            }
            if text == "true" || text == "false" { return .bool(text == "true") }
            return PlainScalar.number(text).map { .number($0) } ?? .string(text)
        }
    }

    private func text(_ value: YAMLValue, _ word: Word, of subject: (any CheckSubject)?) -> String? {
        guard let text = value.scalar?.text, !text.isEmpty else {
            log.report("'\(word.rawValue)' has to be a text, not \(value.found)", at: value.place)
            return nil
        }
        if let subject, subject.valueType == .bool {
            log.report(
                "'\(subject)' is true or false: '\(word.rawValue)' does not fit", at: value.place,
                advice: "Use 'equals'.")
            return nil
        }
        return text
    }

    private func bound(_ value: YAMLValue, _ word: Word, of subject: (any CheckSubject)?) -> Double? {
        guard let number = value.scalar.flatMap({ PlainScalar.number($0.text) }) else {
            log.report("'\(word.rawValue)' has to be a number, not \(value.found)", at: value.place)
            return nil
        }
        if let subject, subject.valueType == .bool || subject.valueType == .name {
            log.report(
                "'\(subject)' is no number: '\(word.rawValue)' does not fit", at: value.place, advice: "Use 'equals'.")
            return nil
        }
        return number
    }
}
