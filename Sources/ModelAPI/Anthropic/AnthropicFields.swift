/// Reads the fields of an Anthropic request, and words what is wrong as Anthropic does: `name: what is wrong`.
struct AnthropicFields {
    let object: JSONObject
    let facts: ProviderFacts

    static func invalid(_ place: String, _ message: String) -> APIError { .anthropic(400, "\(place): \(message)") }

    func required(_ name: String) throws(APIError) -> JSONValue {
        guard let value = object[name] else { throw Self.invalid(name, "Field required") }
        return value
    }

    /// The value of a field that may be missing or `null`.
    func value(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    func decimal(_ name: String) throws(APIError) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.double, number.isFinite else {
            throw Self.invalid(name, "Input should be a valid number")
        }
        try check(number, name)
        return number
    }

    func integer(_ name: String) throws(APIError) -> Int? {
        guard let value = value(name) else { return nil }
        return try integer(value, name)
    }

    func integer(_ value: JSONValue, _ name: String) throws(APIError) -> Int {
        guard let number = value.int else { throw Self.invalid(name, "Input should be a valid integer") }
        try check(Double(number), name)
        return number
    }

    func bool(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw Self.invalid(name, "Input should be a valid boolean") }
        return bool
    }

    private func check(_ number: Double, _ name: String) throws(APIError) {
        guard let range = facts.ranges[name] else { return }
        let short = { (bound: Double) in Int(exactly: bound).map(String.init) ?? "\(bound)" }
        if let minimum = range.minimum, number < minimum {
            throw Self.invalid(name, "Input should be greater than or equal to \(short(minimum))")
        }
        if let maximum = range.maximum, number > maximum {
            throw Self.invalid(name, "Input should be less than or equal to \(short(maximum))")
        }
    }
}
