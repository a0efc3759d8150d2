/// Reads the fields of an OpenAI request, and words what is wrong as OpenAI does.
package struct OpenAIFields {
    package let object: JSONObject
    package let facts: ProviderFacts

    package init(object: JSONObject, facts: ProviderFacts) {
        self.object = object
        self.facts = facts
    }

    /// The fields of a body. Throws the error for one that is no object.
    package init(_ body: JSONValue, facts: ProviderFacts) throws(APIError) {
        guard let object = body.object else {
            throw .openai(400, "The body has to be a JSON object, but is \(Self.found(body)).")
        }
        self.init(object: object, facts: facts)
    }

    /// The text of a field that may be missing.
    package func string(_ name: String) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw Self.wrongType(name, "a string", value) }
        return text
    }

    /// The text of a field that has to be there.
    package func requiredString(_ name: String) throws(APIError) -> String {
        guard let text = try string(name) else { throw Self.missing(name) }
        return text
    }

    /// A field whose value is one of a list.
    package func choice(_ name: String, of known: [String]) throws(APIError) -> String? {
        guard let text = try string(name) else { return nil }
        guard known.contains(text) else {
            let list = known.map { "'\($0)'" }
            throw .openai(
                400,
                "Invalid value: '\(text)'. Supported values are: \(list.dropLast().joined(separator: ", "))"
                    + "\(list.count > 1 ? ", and " : "")\(list.last ?? "").", param: name, code: "invalid_value")
        }
        return text
    }

    /// `metadata`: up to 16 pairs of text, with keys of 64 and values of 512 characters at most.
    package func metadata() throws(APIError) -> JSONValue {
        guard let value = value("metadata") else { return .null }
        guard let pairs = value.object else { throw Self.wrongType("metadata", "an object", value) }
        guard pairs.count <= 16 else {
            throw .openai(
                400,
                "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an "
                    + "object with \(pairs.count) properties instead.", param: "metadata",
                code: "object_above_max_properties")
        }
        for (key, value) in pairs {
            guard let text = value.string else { throw Self.wrongType("metadata.\(key)", "a string", value) }
            guard key.count <= 64, text.count <= 512 else {
                throw .openai(
                    400,
                    "Invalid 'metadata.\(key.prefix(64))': string too long. Keys have at most 64 characters, values 512.",
                    param: "metadata", code: "string_above_max_length")
            }
        }
        return value
    }

    /// Throws the error for a field that the endpoint does not know.
    package func refuseUnknown(known: Set<String>) throws(APIError) {
        for name in object.keys where !known.contains(name) {
            throw .openai(400, "Unknown parameter: '\(name)'.", param: name, code: "unknown_parameter")
        }
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
