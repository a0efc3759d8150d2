import DataFiles

/// What the files of a course have in common.
extension MappingReader {
    /// `format: 1`
    mutating func readFormat() {
        guard let format = int("format") else { return }
        if format != 1 {
            log.report(
                "format \(format) is not known", at: place(of: "format"), advice: "This workbook reads format 1.")
        }
    }

    /// Ids of concepts; `known` of `nil` accepts all.
    mutating func concepts(known: [String]?, atLeastOne: Bool) -> [String] {
        guard let entries = strings("concepts") else { return [] }
        if entries.isEmpty, atLeastOne {
            log.report(
                "'concepts' is empty", at: place(of: "concepts"),
                advice: "Name at least one id of lessons/concepts.yaml.")
        }
        var concepts: [String] = []
        for (id, place) in entries {
            if let known, !known.contains(id) {
                log.report(
                    "unknown concept '\(id)'", at: place,
                    advice: Suggestion.closest(to: id, in: known).map { "Did you mean '\($0)'?" }
                        ?? "Concepts are listed in lessons/concepts.yaml.")
            } else if concepts.contains(id) {
                log.report("the concept '\(id)' is here twice", at: place, advice: "Delete one.")
            } else {
                concepts.append(id)
            }
        }
        return concepts
    }

    /// Markdown with something in it, its code fences closed.
    mutating func markdown(_ key: String) -> String? {
        guard let text = prose(key), let value = value(key) else { return nil }
        checkFences(in: value)
        return text
    }

    func checkFences(in value: YAMLValue) {
        guard let scalar = value.scalar, let line = FenceCheck.unclosed(in: scalar.text) else { return }
        var place = value.place
        // The text of a literal block begins on the line below.
        if scalar.style == .literal { place = Place(place.file, line: place.line + line) }
        log.report("the code fence that opens here is never closed", at: place, advice: "End it with a line '```'.")
    }

    /// Points that something is worth: over 0.
    mutating func points(default fallback: Double? = nil) -> Double? {
        guard let points = fallback == nil ? double("points") : optionalDouble("points") else {
            return has("points") ? nil : fallback
        }
        guard points > 0, points <= 1000 else {
            log.report(
                "'points' is out of range: \(PlainNumber.text(points))", at: place(of: "points"),
                advice: "It has to be over 0, up to 1000.")
            return nil
        }
        return points
    }

    /// A cost in points: 0 or more.
    mutating func cost(default fallback: Double? = nil, atMost limit: Double = 1000) -> Double? {
        guard let cost = fallback == nil ? double("cost") : optionalDouble("cost") else {
            return has("cost") ? nil : fallback
        }
        guard cost >= 0, cost <= limit else {
            log.report(
                "'cost' is out of range: \(PlainNumber.text(cost))", at: place(of: "cost"),
                advice: limit < 1000 ? "It has to be from 0 to \(PlainNumber.text(limit))." : "It has to be 0 or more.")
            return nil
        }
        return cost
    }
}

/// The ids of one list, each to be used once.
struct IDRegister {
    let log: ProblemLog
    /// Whether `a` and `A` are the same to a learner who types them.
    var ignoresCase = false
    private var seen: Set<String> = []

    init(log: ProblemLog, ignoresCase: Bool = false) {
        self.log = log
        self.ignoresCase = ignoresCase
    }

    /// Reads the key `id`; `fallback` stands in where it may be left out.
    mutating func take(_ reader: inout MappingReader, fallback: String? = nil) -> String? {
        guard fallback == nil || reader.has("id") else {
            if let fallback { seen.insert(fallback) }
            return fallback
        }
        guard let id = reader.prose("id") else { return nil }
        let place = reader.place(of: "id")
        guard Identifier.isID(id) else {
            log.report(
                "'\(id.prefix(60))' is no id", at: place,
                advice: "Use letters, digits, '-' and '_', a letter or digit first.")
            return nil
        }
        guard seen.insert(ignoresCase ? id.lowercased() : id).inserted else {
            log.report("the id '\(id)' is here twice", at: place, advice: "Each needs its own.")
            return nil
        }
        return id
    }
}
