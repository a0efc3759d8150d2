extension ProviderFacts {
    /// Checks a request's body by the rules of the model that it names: parameters that this model refuses, and values that only
    /// others take. A model that is not there is found elsewhere.
    ///
    /// - Throws: the error that the API answers to the first parameter at fault, in the order of the body.
    func checkParameters(_ body: JSONObject, of model: ModelFacts) throws(APIError) {
        let isThinking = try checkEffort(body, of: model)
        for name in body.keys {
            guard let value = body[name], !value.isNull else { continue }
            for rule in model.rules where rule.parameter == name && (isThinking || !rule.onlyThinking) {
                switch rule.demand {
                case .absence: throw refusal(of: name)
                case .value(let range):
                    guard let number = value.double, !range.contains(number) else { continue }
                    throw refusal(of: name, value: value, but: range)
                }
            }
        }
        let together = model.exclusive.filter { body[$0].map { !$0.isNull } ?? false }
        if together.count > 1 {
            let names = together.map { "`\($0)`" }.joined(separator: " and ")
            throw .anthropic(400, "\(names) cannot both be specified for this model. Please use only one.")
        }
    }

    /// Whether the model thinks before it answers.
    private func checkEffort(_ body: JSONObject, of model: ModelFacts) throws(APIError) -> Bool {
        guard let efforts = model.efforts else { return true }
        let named = body["reasoning_effort"].map { ("reasoning_effort", $0) }
        let nested = body["reasoning"]?["effort"].map { ("reasoning.effort", $0) }
        guard let (name, value) = named ?? nested, let effort = value.string else { return efforts.standard != "none" }
        guard efforts.values.contains(effort) else {
            throw .openai(
                400,
                "Unsupported value: '\(name)' does not support '\(effort)' with this model. Supported values are: "
                    + APIError.list(efforts.values) + ".", param: name, code: "unsupported_value")
        }
        return effort != "none"
    }

    private func refusal(of name: String) -> APIError {
        guard provider == .openai else { return .anthropic(400, "`\(name)` is deprecated for this model.") }
        let instead = parameters[name]?.replacement.map { " Use '\($0)' instead." } ?? ""
        return .openai(
            400, "Unsupported parameter: '\(name)' is not supported with this model.\(instead)", param: name,
            code: "unsupported_parameter")
    }

    private func refusal(of name: String, value: JSONValue, but range: ValueRange) -> APIError {
        guard provider == .openai else { return .anthropic(400, "`\(name)` is deprecated for this model.") }
        let standard = range.minimum.map { Int(exactly: $0).map(String.init) ?? "\($0)" } ?? ""
        return .openai(
            400,
            "Unsupported value: '\(name)' does not support \(value.serialized()) with this model. Only the default "
                + "(\(standard)) value is supported.", param: name, code: "unsupported_value")
    }
}
