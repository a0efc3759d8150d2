// Checks that several endpoints share.
extension OpenAIFields {
    /// The fields of a body, which has to be an object.
    package init(body json: JSONValue, facts: ProviderFacts) throws(APIError) {
        guard let object = json.object else {
            throw .openai(400, "The body has to be a JSON object, but is \(Self.found(json)).")
        }
        self.init(object: object, facts: facts)
    }

    /// The name of the model, which has to be there.
    func model() throws(APIError) -> String {
        guard let value = value("model") else { throw .openai(400, "you must provide a model parameter") }
        guard let name = value.string else { throw Self.wrongType("model", "a string", value) }
        return name
    }

    package func string(_ name: String) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw Self.wrongType(name, "a string", value) }
        return text
    }

    package func choice(_ name: String, of choices: [String]) throws(APIError) -> String? {
        guard let text = try string(name) else { return nil }
        guard choices.contains(text) else { throw Self.invalidValue(text, name, choices) }
        return text
    }

    /// A whole number within bounds that no facts give.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let number = try integer(name) else { return nil }
        try Self.check(number, name, in: range)
        return number
    }

    package static func check(_ number: Int, _ name: String, in range: ClosedRange<Int>) throws(APIError) {
        if number < range.lowerBound {
            throw .openai(
                400,
                "Invalid '\(name)': integer below minimum value. Expected a value >= \(range.lowerBound), but got "
                    + "\(number) instead.", param: name, code: "integer_below_min_value")
        }
        if number > range.upperBound {
            throw .openai(
                400,
                "Invalid '\(name)': integer above maximum value. Expected a value <= \(range.upperBound), but got "
                    + "\(number) instead.", param: name, code: "integer_above_max_value")
        }
    }

    /// Up to 16 pairs, keys of up to 64 characters, values of up to 512.
    package func metadata() throws(APIError) -> JSONObject {
        guard let value = value("metadata") else { return [:] }
        guard let object = value.object else { throw Self.wrongType("metadata", "an object", value) }
        guard object.count <= 16 else {
            throw .openai(
                400,
                "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an "
                    + "object with \(object.count) properties instead.", param: "metadata",
                code: "object_above_max_properties")
        }
        for (key, value) in object {
            guard key.count <= 64 else { throw Self.tooLong("metadata", key, most: 64) }
            guard let text = value.string else { throw Self.wrongType("metadata.\(key)", "a string", value) }
            guard text.count <= 512 else { throw Self.tooLong("metadata.\(key)", text, most: 512) }
        }
        return object
    }

    /// Throws for a field that the endpoint does not have.
    package func refuseUnknown(but known: Set<String>) throws(APIError) {
        for name in object.keys where !known.contains(name) {
            throw .openai(400, "Unknown parameter: '\(name)'.", param: name, code: "unknown_parameter")
        }
    }

    // MARK: Errors

    static func invalidValue(_ found: String, _ name: String, _ choices: [String]) -> APIError {
        let quoted = choices.map { "'\($0)'" }
        let list =
            switch quoted.count {
            case 0, 1: quoted.joined()
            case 2: quoted.joined(separator: " and ")
            default: quoted.dropLast().joined(separator: ", ") + ", and " + quoted[quoted.count - 1]
            }
        return .openai(
            400, "Invalid value: '\(found)'. Supported values are: \(list).", param: name, code: "invalid_value")
    }

    package static func emptyString(_ name: String) -> APIError {
        .openai(
            400,
            "Invalid '\(name)': empty string. Expected a string with minimum length 1, but got an empty string instead.",
            param: name, code: "empty_string")
    }

    package static func tooLong(_ name: String, _ text: String, most: Int) -> APIError {
        .openai(
            400,
            "Invalid '\(name)': string too long. Expected a string with maximum length \(most), but got a string with "
                + "length \(text.count) instead.", param: name, code: "string_above_max_length")
    }

    static func tooMany(_ name: String, _ count: Int, most: Int) -> APIError {
        .openai(
            400,
            "Invalid '\(name)': array too long. Expected an array with maximum length \(most), but got an array with "
                + "length \(count) instead.", param: name, code: "array_above_max_length")
    }

    static func emptyArray(_ name: String) -> APIError {
        .openai(
            400,
            "Invalid '\(name)': empty array. Expected an array with minimum length 1, but got an empty array instead.",
            param: name, code: "empty_array")
    }
}
