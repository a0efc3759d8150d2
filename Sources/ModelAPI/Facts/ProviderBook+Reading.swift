internal import DataFiles

extension ProviderBook {
    /// Reads a provider's file; `nil` reads nothing. Problems go to the reader's log.
    init(provider: Provider, from reader: MappingReader?) {
        self.init(provider: provider)
        guard var reader else { return }
        _ = reader.int("format", in: 2...2)
        if let named = reader.choice("provider", of: Provider.self), named != provider {
            reader.log.report("this file is about \(provider.rawValue)", at: reader.place(of: "provider"))
        }
        let sources = FactSources(from: &reader)
        for value in reader.list("parameters") ?? [] {
            guard var entry = MappingReader(value, what: "a parameter", log: reader.log) else { continue }
            if let parameter = ParameterFacts(from: &entry, sources: sources) { parameters.append(parameter) }
            entry.finish()
        }
        readFamilies(&reader)
        readModels(&reader, sources: sources)
        reader.finish()
    }

    private mutating func readFamilies(_ reader: inout MappingReader) {
        guard let value = reader.required("families"),
            var names = MappingReader(value, what: "families by name", log: reader.log)
        else { return }
        for name in names.keys {
            guard let value = names.required(name), var family = MappingReader(value, what: "a family", log: reader.log)
            else { continue }
            families[name] = ModelFamily(from: &family)
            family.finish()
        }
    }

    private mutating func readModels(_ reader: inout MappingReader, sources: FactSources) {
        var places: [String: Place] = [:]
        var named: [(id: String, place: Place)] = []
        for value in reader.list("models") ?? [] {
            guard var entry = MappingReader(value, what: "a model", log: reader.log) else { continue }
            if let model = ModelEntry(from: &entry, families: families, sources: sources) {
                if let first = places[model.id] {
                    reader.log.report(
                        "the model '\(model.id)' is here twice, first in line \(first.line)", at: entry.place(of: "id"))
                } else {
                    places[model.id] = entry.place(of: "id")
                    named += model.serves.map { ($0.model, entry.place(of: "serves")) }
                    models.append(model)
                }
            }
            entry.finish()
        }
        for (id, place) in named where places[id] == nil {
            reader.log.report(
                "'serves' names a model that is not here: '\(id)'", at: place,
                advice: Suggestion.advice(for: id, among: Array(places.keys)))
        }
    }
}

/// The sources that a file of facts names, each with the day on which it was read.
struct FactSources {
    private var ids: [String] = []

    init(from reader: inout MappingReader) {
        for value in reader.list("sources") ?? [] {
            guard var entry = MappingReader(value, what: "a source", log: reader.log) else { continue }
            if let id = entry.prose("id") { ids.append(id) }
            _ = entry.prose("text")
            _ = entry.date("read")
            entry.finish()
        }
    }

    /// Reads `source` and `checked` of an entry; returns whether it was checked.
    func check(_ reader: inout MappingReader) -> Bool {
        if let id = reader.optionalString("source"), !ids.contains(id) {
            reader.log.report(
                "unknown source '\(id)'", at: reader.place(of: "source"),
                advice: Suggestion.advice(for: id, among: ids))
        }
        return reader.optionalBool("checked") ?? true
    }
}

extension ParameterFacts {
    fileprivate init?(from reader: inout MappingReader, sources: FactSources) {
        let name = reader.prose("name")
        let range = ValueRange(reader.optionalDouble("minimum"), reader.optionalDouble("maximum"))
        if let minimum = range.minimum, let maximum = range.maximum, minimum > maximum {
            reader.log.report("'minimum' is above 'maximum'", at: reader.place(of: "minimum"))
        }
        let most = reader.optionalInt("most", in: 0...10_000)
        let introduced = reader.optionalDate("introduced")
        let deprecated = reader.optionalDate("deprecated")
        let replacement = reader.optionalString("replacement")
        _ = sources.check(&reader)
        guard let name else { return nil }
        self.init(
            name: name, range: range, most: most, introduced: introduced, deprecated: deprecated,
            replacement: replacement)
    }
}

extension ModelFamily {
    fileprivate init(from reader: inout MappingReader) {
        self.init()
        endpoints = Set(reader.choices("endpoints", of: ModelEndpoint.self) ?? [])
        exclusive = (reader.optionalStrings("exclusive") ?? []).map(\.text)
        if let value = reader.value("effort"),
            var effort = MappingReader(value, what: "reasoning efforts", log: reader.log)
        {
            efforts = ReasoningEfforts(from: &effort)
            effort.finish()
        }
        rules = Self.rules(from: &reader, onlyThinking: false)
        if let value = reader.value("thinking"),
            var thinking = MappingReader(value, what: "rules while thinking", log: reader.log)
        {
            rules += Self.rules(from: &thinking, onlyThinking: true)
            thinking.finish()
        }
    }

    private static func rules(from reader: inout MappingReader, onlyThinking: Bool) -> [ParameterRule] {
        var rules = (reader.optionalStrings("refuses") ?? []).map {
            ParameterRule(parameter: $0.text, demand: .absence, onlyThinking: onlyThinking)
        }
        guard let value = reader.value("fixes"),
            var fixes = MappingReader(value, what: "values by parameter", log: reader.log)
        else { return rules }
        for name in fixes.keys {
            guard let value = fixes.required(name) else { continue }
            var range: ValueRange?
            if case .mapping = value.content, var bounds = MappingReader(value, what: "a range", log: reader.log) {
                range = ValueRange(bounds.optionalDouble("minimum"), bounds.optionalDouble("maximum"))
                bounds.finish()
            } else if let number = fixes.number(of: value, name) {
                range = ValueRange(number, number)
            }
            if let range {
                rules.append(ParameterRule(parameter: name, demand: .value(range), onlyThinking: onlyThinking))
            }
        }
        return rules
    }
}

extension ReasoningEfforts {
    fileprivate init?(from reader: inout MappingReader) {
        let values = (reader.strings("values") ?? []).map(\.text)
        guard let standard = reader.prose("default") else { return nil }
        if !values.contains(standard) {
            reader.log.report("'default' is none of the values", at: reader.place(of: "default"))
        }
        self.init(values: values, standard: standard)
    }
}

extension ModelEntry {
    fileprivate init?(from reader: inout MappingReader, families: [String: ModelFamily], sources: FactSources) {
        let id = reader.prose("id")
        let released = reader.date("released")
        let family = reader.prose("family")
        if let family, families[family] == nil {
            reader.log.report(
                "unknown family '\(family)'", at: reader.place(of: "family"),
                advice: Suggestion.advice(for: family, among: families.keys.sorted()))
        }
        let tier = reader.choice("tier", of: ModelTier.self)
        var life = ModelLife(released: released ?? FactBook.standardDay)
        life.deprecated = reader.optionalDate("deprecated")
        life.retires = reader.optionalDate("retires")
        life.replacement = reader.optionalString("replacement")
        Self.check(life, reader)
        let created = reader.optionalInt("created", in: 0...(1 << 40))
        let sizes = (
            context: reader.optionalInt("context", in: 1...(1 << 30)),
            output: reader.optionalInt("output", in: 1...(1 << 30)),
            characters: reader.optionalInt("characters", in: 1...(1 << 30))
        )
        let (name, line) = (reader.optionalString("name"), reader.optionalString("line"))
        let owner = reader.optionalString("owner")
        let dimensions = reader.optionalInt("dimensions", in: 1...(1 << 16))
        let shortens = reader.optionalBool("shortens")
        let serves = Self.services(from: &reader)
        let tuning = reader.value("tuning").flatMap { Span($0, log: reader.log) }
        let checked = sources.check(&reader)
        guard let id, let released, let family, let tier else { return nil }
        self.init(
            id: id, name: name, line: line, created: created ?? released.secondsSince1970, owner: owner,
            family: family, tier: tier, context: sizes.context ?? 0, output: sizes.output ?? 0,
            promptCharacters: sizes.characters, dimensions: dimensions, shortens: shortens ?? false, life: life,
            serves: serves, tuning: tuning, checked: checked)
        let writes: Set<ModelEndpoint> = [.chatCompletions, .completions, .responses, .messages]
        if context == 0 || output == 0, let known = families[family], !known.endpoints.isDisjoint(with: writes) {
            reader.log.report(
                "the model '\(id)' writes text, and has no 'context' or no 'output'", at: reader.place,
                advice: "Both are numbers of tokens.")
        }
    }

    private static func check(_ life: ModelLife, _ reader: MappingReader) {
        if let deprecated = life.deprecated, deprecated < life.released {
            reader.log.report("'deprecated' is before 'released'", at: reader.place(of: "deprecated"))
        }
        if let retires = life.retires, retires <= max(life.released, life.deprecated ?? life.released) {
            reader.log.report("'retires' has to follow 'released' and 'deprecated'", at: reader.place(of: "retires"))
        }
    }

    /// One id, or a list of `{from: DAY, model: ID}` in the order of days.
    private static func services(from reader: inout MappingReader) -> [Service] {
        guard let value = reader.value("serves") else { return [] }
        guard case .sequence(let values) = value.content else {
            return reader.text(of: value, "serves").map { [Service(from: nil, model: $0)] } ?? []
        }
        var services: [Service] = []
        for value in values {
            guard var entry = MappingReader(value, what: "a served model", log: reader.log) else { continue }
            let from = entry.optionalDate("from")
            if let model = entry.prose("model") { services.append(Service(from: from, model: model)) }
            entry.finish()
        }
        let days = services.dropFirst().map(\.from)
        if days.contains(nil) || zip(days, days.dropFirst()).contains(where: { $0! >= $1! }) {
            reader.log.report(
                "all models of 'serves' but the first need a 'from', in the order of days", at: value.place)
        }
        return services
    }
}

extension ModelEntry.Span {
    fileprivate init?(_ value: YAMLValue, log: ProblemLog) {
        guard var reader = MappingReader(value, what: "days 'from' and 'until'", log: log) else { return nil }
        from = reader.optionalDate("from")
        until = reader.optionalDate("until")
        reader.finish()
    }
}
