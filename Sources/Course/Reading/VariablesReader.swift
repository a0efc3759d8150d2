import DataFiles

/// Reads `variables`: names, each with a list to draw from, a range, or a formula over those before it.
struct VariablesReader {
    let log: ProblemLog

    func variables(_ reader: inout MappingReader) -> [Variable] {
        guard let value = reader.value("variables") else { return [] }
        guard case .mapping(let entries) = value.content else {
            log.report(
                "'variables' has to be a mapping from names to what they are, not \(value.found)", at: value.place,
                advice: "Write 'requests: {from: 100, to: 900, step: 50}' on a line of its own.")
            return []
        }
        var variables: [Variable] = []
        for entry in entries {
            guard isName(entry.key) else {
                log.report(
                    "'\(entry.key.prefix(40))' is no name of a variable", at: entry.keyPlace,
                    advice: "Use letters, digits and '_', a letter first.")
                continue
            }
            if let source = source(entry.value, after: variables.map(\.name)) {
                variables.append(Variable(name: entry.key, source: source))
            }
        }
        return variables
    }

    private func isName(_ text: String) -> Bool {
        text.first.map { $0.isASCII && $0.isLetter } == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            && Formula.functions[text] == nil
    }

    private func source(_ value: YAMLValue, after known: [String]) -> Variable.Source? {
        switch value.content {
        case .sequence(let values):
            let texts = values.compactMap { $0.scalar?.text.trimmingBlanks }.filter { !$0.isEmpty }
            if texts.count < 2 || texts.count < values.count {
                log.report(
                    "a variable is drawn from two values at least", at: value.place,
                    advice: "Write a list of numbers or words.")
                return nil
            }
            return .list(texts)
        case .mapping:
            guard var range = MappingReader(value, what: "a range", log: log) else { return nil }
            let from = range.double("from")
            let to = range.double("to")
            let step = range.has("step") ? range.double("step") : 1
            range.finish()
            guard let from, let to, let step else { return nil }
            guard step > 0, to > from, (to - from) / step <= 1e6 else {
                log.report(
                    "the range is empty or too long", at: value.place,
                    advice: "'from' is below 'to', and 'step' over 0.")
                return nil
            }
            return .range(from: from, to: to, step: step)
        case .scalar(let scalar):
            do {
                let text = scalar.text.trimmingBlanks
                let formula = try Formula(text.hasPrefix("=") ? String(text.dropFirst()) : text)
                for name in formula.names.sorted() where !known.contains(name) {
                    log.report(
                        "unknown variable '\(name)'", at: value.place,
                        advice: "A formula uses variables that stand before it.")
                    return nil
                }
                return .formula(formula)
            } catch {
                log.report("the formula cannot be read: \(error)", at: value.place)
                return nil
            }
        }
    }
}
