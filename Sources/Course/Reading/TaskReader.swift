import DataFiles

/// Reads the keys that only one kind of exercise has.
struct TaskReader {
    let log: ProblemLog

    func task(_ kind: KindName, _ reader: inout MappingReader) -> ExerciseKind? {
        switch kind {
        case .choice: choice(&reader).map { .choice($0) }
        case .number: number(&reader).map { .number($0) }
        case .text: text(&reader).map { .text($0) }
        case .order: order(&reader).map { .order($0) }
        case .request: request(&reader).map { .request($0) }
        case .traffic: traffic(&reader).map { .traffic($0) }
        case .distribution: distribution(&reader).map { .distribution($0) }
        case .predict: predict(&reader).map { .predict($0) }
        }
    }

    // MARK: Choice and order

    private func choice(_ reader: inout MappingReader) -> ChoiceTask? {
        let choices = options("choices", "a choice", &reader)
        let multiple = reader.optionalBool("multiple") ?? false
        return choices.map {
            ChoiceTask(choices: $0.map { Choice(id: $0.id, text: $0.text) }, allowsMultiple: multiple)
        }
    }

    private func order(_ reader: inout MappingReader) -> OrderTask? {
        options("items", "an item", &reader).map { OrderTask(items: $0.map { OrderItem(id: $0.id, text: $0.text) }) }
    }

    private func options(_ key: String, _ what: String, _ reader: inout MappingReader) -> [(id: String, text: String)]?
    {
        guard let values = reader.list(key) else { return nil }
        if values.count < 2 {
            log.report("'\(key)' has \(values.count), and at least 2 are needed", at: reader.place(of: key))
        }
        // Learners type ids in either case.
        var register = IDRegister(log: log, ignoresCase: true)
        return values.compactMap { value in
            guard var option = MappingReader(value, what: what, log: log) else { return nil }
            let id = register.take(&option)
            let text = option.markdown("text")
            option.finish()
            guard let id, let text else { return nil }
            return (id, text)
        }
    }

    // MARK: Number

    func number(_ reader: inout MappingReader) -> NumberTask? {
        let absolute = reader.optionalDouble("tolerance")
        let relative = reader.optionalDouble("relative-tolerance")
        let units = (reader.optionalStrings("units") ?? []).map(\.text)
        for (key, value) in [("tolerance", absolute), ("relative-tolerance", relative)] {
            if let value, value < 0 || (key == "relative-tolerance" && value >= 1) {
                log.report(
                    "'\(key)' is out of range: \(PlainNumber.text(value))", at: reader.place(of: key),
                    advice: key == "tolerance" ? "It has to be 0 or more." : "It is a share of the answer, from 0 to 1."
                )
            }
        }
        if absolute != nil, relative != nil {
            log.report(
                "'tolerance' and 'relative-tolerance' are both here", at: reader.place(of: "relative-tolerance"),
                advice: "Keep one.")
        }
        if let relative { return NumberTask(tolerance: .relative(relative), units: units) }
        return NumberTask(tolerance: .absolute(absolute ?? 0), units: units)
    }

    // MARK: Text

    private func text(_ reader: inout MappingReader) -> TextTask? {
        guard let values = reader.list("ideas") else { return nil }
        if values.isEmpty {
            log.report("'ideas' is empty", at: reader.place(of: "ideas"), advice: "Write at least one idea.")
        }
        var register = IDRegister(log: log)
        let ideas = values.compactMap { value -> Idea? in
            guard var idea = MappingReader(value, what: "an idea", log: log) else { return nil }
            let id = register.take(&idea)
            let title = idea.prose("title")
            let points = idea.points(default: 1)
            let say = phrasings("say", &idea)
            let not = (idea.optionalStrings("not") ?? []).map(\.text)
            idea.finish()
            guard let id, let title, let points else { return nil }
            return Idea(id: id, title: title, points: points, say: say, not: not)
        }
        let misconceptions = (reader.optionalList("misconceptions") ?? []).compactMap { value -> Misconception? in
            guard var wrong = MappingReader(value, what: "a misconception", log: log) else { return nil }
            let id = register.take(&wrong)
            let title = wrong.prose("title")
            let say = phrasings("say", &wrong)
            let cost = wrong.cost(default: 1)
            let feedback = wrong.optionalProse("feedback")
            wrong.finish()
            guard let id, let title, let cost else { return nil }
            return Misconception(id: id, title: title, say: say, cost: cost, feedback: feedback)
        }
        return TextTask(ideas: ideas, misconceptions: misconceptions)
    }

    private func phrasings(_ key: String, _ reader: inout MappingReader) -> [String] {
        guard let phrasings = reader.strings(key) else { return [] }
        if phrasings.isEmpty {
            log.report("'\(key)' is empty", at: reader.place(of: key), advice: "Write at least one phrasing.")
        }
        return phrasings.map(\.text)
    }

    // MARK: Request and traffic

    private func request(_ reader: inout MappingReader) -> RequestTask? {
        var checks = CheckReader<RequestSubject>(log: log)
        return RequestTask(checks: checks.checks(&reader))
    }

    private func traffic(_ reader: inout MappingReader) -> TrafficTask? {
        let inOrder = reader.optionalBool("in-order") ?? false
        guard let values = reader.list("expect") else { return nil }
        if values.isEmpty {
            log.report("'expect' is empty", at: reader.place(of: "expect"), advice: "Write at least one expectation.")
        }
        var register = IDRegister(log: log)
        var checks = CheckReader<TrafficSubject>(log: log)
        let expectations = values.enumerated().compactMap { index, value -> Expectation? in
            guard var expectation = MappingReader(value, what: "an expectation", log: log) else { return nil }
            let id = register.take(&expectation, fallback: "e\(index + 1)")
            let title = expectation.prose("title")
            let points = expectation.points(default: 1)
            let list = checks.checks(&expectation)
            expectation.finish()
            guard let id, let title, let points else { return nil }
            return Expectation(id: id, title: title, points: points, checks: list)
        }
        return TrafficTask(expectations: expectations, inOrder: inOrder)
    }

    // MARK: Distribution

    private func distribution(_ reader: inout MappingReader) -> DistributionTask? {
        let source = source(&reader)
        let adjustable = reader.choices("adjust", of: SamplerSetting.self)
        let fixed = fixed(&reader, adjustable: adjustable ?? [])
        var checks = CheckReader<DistributionSubject>(log: log)
        let list = checks.checks(&reader)
        if let adjustable, adjustable.isEmpty || Set(adjustable).count < adjustable.count {
            log.report(
                adjustable.isEmpty ? "'adjust' is empty" : "'adjust' names a setting twice",
                at: reader.place(of: "adjust"),
                advice: "Name each setting that the learner chooses, once.")
        }
        guard let source, let adjustable else { return nil }
        return DistributionTask(source: source, adjustable: adjustable, fixed: fixed, checks: list)
    }

    private func source(_ reader: inout MappingReader) -> DistributionTask.Source? {
        let model = reader.optionalProse("model")
        let after = reader.optionalString("after")
        let logits = reader.value("logits")
        switch (model, after, logits) {
        case (let model?, let after?, nil):
            return .model(model, after: after)
        case (nil, nil, let logits?):
            return self.logits(logits, reader)
        case (nil, nil, nil):
            log.report(
                "no distribution is given", at: reader.place,
                advice: "Name a 'model' and the text that it goes on 'after', or give the 'logits'.")
        case (_, _, nil):
            log.report(
                "'\(model == nil ? "after" : "model")' needs '\(model == nil ? "model" : "after")' beside it",
                at: reader.place(of: model == nil ? "after" : "model"))
        default:
            log.report(
                "'logits' stand beside '\(model == nil ? "after" : "model")'", at: reader.place(of: "logits"),
                advice: "Keep one source of the distribution.")
        }
        return nil
    }

    private func logits(_ value: YAMLValue, _ reader: MappingReader) -> DistributionTask.Source? {
        guard case .mapping(let entries) = value.content else {
            log.report(
                "'logits' has to be a mapping from tokens to numbers, not \(value.found)", at: value.place,
                advice: "Write '{\" blue\": 3.1, \" clear\": 1.2}'.")
            return nil
        }
        if entries.count < 2 {
            log.report("'logits' has \(entries.count), and at least 2 tokens are needed", at: value.place)
        }
        return .logits(
            entries.compactMap { entry in
                reader.number(of: entry.value, entry.key).map { .init(token: entry.key, logit: $0) }
            })
    }

    private func fixed(_ reader: inout MappingReader, adjustable: [SamplerSetting]) -> [SamplerSetting: Double] {
        guard let value = reader.value("fixed"), var settings = MappingReader(value, what: "settings", log: log) else {
            return [:]
        }
        var fixed: [SamplerSetting: Double] = [:]
        for setting in SamplerSetting.allCases {
            guard let number = settings.optionalDouble(setting.rawValue) else { continue }
            let place = settings.place(of: setting.rawValue)
            if adjustable.contains(setting) {
                log.report(
                    "'\(setting.rawValue)' is both fixed and for the learner to adjust", at: place, advice: "Keep one.")
            } else if !setting.allows(number) {
                log.report(
                    "'\(setting.rawValue)' is out of range: \(PlainNumber.text(number))", at: place,
                    advice: "It has to be \(setting.range).")
            } else {
                fixed[setting] = number
            }
        }
        settings.finish()
        return fixed
    }
}
