/// Reads the fields of an OpenAI request, and words what is wrong as OpenAI does.
struct OpenAIFields {
    let object: JSONObject
    let facts: ProviderFacts

    /// The value of a field that may be missing or `null`.
    func value(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    func decimal(_ name: String) throws(APIError) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.double, number.isFinite else { throw Self.wrongType(name, "a decimal", value) }
        try check(number, name, value, kind: "decimal")
        return number
    }

    func integer(_ name: String) throws(APIError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.int else { throw Self.wrongType(name, "an integer", value) }
        try check(Double(number), name, value, kind: "integer")
        return number
    }

    func bool(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw Self.wrongType(name, "a boolean", value) }
        return bool
    }

    private func check(_ number: Double, _ name: String, _ value: JSONValue, kind: String) throws(APIError) {
        guard let range = facts.parameters[name]?.range else { return }
        let failure: (String, String, Double)? =
            if let minimum = range.minimum, number < minimum {
                ("below minimum value. Expected a value >=", "below_min_value", minimum)
            } else if let maximum = range.maximum, number > maximum {
                ("above maximum value. Expected a value <=", "above_max_value", maximum)
            } else {
                nil
            }
        guard let (words, code, bound) = failure else { return }
        throw .openai(
            400, "Invalid '\(name)': \(kind) \(words) \(Self.short(bound)), but got \(value.serialized()) instead.",
            param: name, code: "\(kind)_\(code)")
    }

    /// `2` for 2.0
    private static func short(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }

    static func wrongType(_ name: String, _ expected: String, _ value: JSONValue) -> APIError {
        .openai(
            400, "Invalid type for '\(name)': expected \(expected), but got \(found(value)) instead.", param: name,
            code: "invalid_type")
    }

    static func missing(_ name: String) -> APIError {
        .openai(400, "Missing required parameter: '\(name)'.", param: name, code: "missing_required_parameter")
    }

    static func found(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number, .numeral: "a decimal"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
