/// Reads the fields of an OpenAI request, and words what is wrong as OpenAI does.
package struct OpenAIFields {
    package let object: JSONObject
    package let facts: ProviderFacts

    package init(object: JSONObject, facts: ProviderFacts) {
        self.object = object
        self.facts = facts
    }

    /// The text of a field that has to be there.
    package func requiredString(_ name: String) throws(APIError) -> String {
        guard let text = try string(name) else { throw Self.missing(name) }
        return text
    }

    /// The value of a field that may be missing or `null`.
    package func value(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    package func decimal(_ name: String) throws(APIError) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.double, number.isFinite else { throw Self.wrongType(name, "a decimal", value) }
        try check(number, name, value, kind: "decimal")
        return number
    }

    package func integer(_ name: String) throws(APIError) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.int else { throw Self.wrongType(name, "an integer", value) }
        try check(Double(number), name, value, kind: "integer")
        return number
    }

    package func bool(_ name: String) throws(APIError) -> Bool? {
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

    package static func wrongType(_ name: String, _ expected: String, _ value: JSONValue) -> APIError {
        .openai(
            400, "Invalid type for '\(name)': expected \(expected), but got \(found(value)) instead.", param: name,
            code: "invalid_type")
    }

    package static func missing(_ name: String) -> APIError {
        .openai(400, "Missing required parameter: '\(name)'.", param: name, code: "missing_required_parameter")
    }

    package static func found(_ value: JSONValue) -> String {
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
