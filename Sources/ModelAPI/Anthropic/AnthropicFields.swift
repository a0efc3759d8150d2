/// Reads the fields of an object in an Anthropic request, and words what is wrong as Anthropic does: `place: what is wrong`.
struct AnthropicFields {
    let object: JSONObject
    let facts: ProviderFacts
    /// Where the object stands: empty for the body itself, or such as `messages.0.content.1`.
    var place = ""

    static func invalid(_ place: String, _ message: String) -> APIError { .anthropic(400, "\(place): \(message)") }

    func place(of name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    func invalid(_ name: String, _ message: String) -> APIError { Self.invalid(place(of: name), message) }

    // MARK: Presence

    func required(_ name: String) throws(APIError) -> JSONValue {
        guard let value = object[name] else { throw invalid(name, "Field required") }
        return value
    }

    /// The value of a field that may be missing or `null`.
    func value(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    func refuseUnknown(_ known: Set<String>) throws(APIError) {
        for name in object.keys where !known.contains(name) {
            throw invalid(name, "Extra inputs are not permitted")
        }
    }

    // MARK: Types

    func string(_ name: String) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard let string = value.string else { throw invalid(name, "Input should be a valid string") }
        return string
    }

    func requiredString(_ name: String) throws(APIError) -> String {
        guard let string = try required(name).string else { throw invalid(name, "Input should be a valid string") }
        return string
    }

    /// One of a few words.
    func choice(_ name: String, of words: [String]) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard let word = value.string, words.contains(word) else {
            throw invalid(name, "Input should be \(Self.list(words))")
        }
        return word
    }

    func requiredChoice(_ name: String, of words: [String]) throws(APIError) -> String {
        _ = try required(name)
        guard let word = try choice(name, of: words) else { throw invalid(name, "Input should be \(Self.list(words))") }
        return word
    }

    func decimal(_ name: String) throws(APIError) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.double, number.isFinite else { throw invalid(name, "Input should be a valid number") }
        try check(number, name)
        return number
    }

    func integer(_ name: String) throws(APIError) -> Int? {
        guard let value = value(name) else { return nil }
        return try integer(value, name)
    }

    func integer(_ value: JSONValue, _ name: String) throws(APIError) -> Int {
        guard let number = value.int else { throw invalid(name, "Input should be a valid integer") }
        try check(Double(number), name)
        return number
    }

    func bool(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw invalid(name, "Input should be a valid boolean") }
        return bool
    }

    func list(_ name: String) throws(APIError) -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        guard let list = value.array else { throw invalid(name, "Input should be a valid list") }
        return list
    }

    /// The fields of an object within this one.
    func fields(_ name: String) throws(APIError) -> AnthropicFields? {
        guard let value = value(name) else { return nil }
        return try fields(of: value, at: place(of: name))
    }

    /// The fields of a value that has to be an object.
    func fields(of value: JSONValue, at place: String) throws(APIError) -> AnthropicFields {
        guard let object = value.object else { throw Self.invalid(place, "Input should be a valid dictionary") }
        return AnthropicFields(object: object, facts: facts, place: place)
    }

    // MARK: Words

    /// `'a', 'b' or 'c'`
    static func list(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    private func check(_ number: Double, _ name: String) throws(APIError) {
        guard place.isEmpty, let range = facts.parameters[name]?.range else { return }
        let short = { (bound: Double) in Int(exactly: bound).map(String.init) ?? "\(bound)" }
        if let minimum = range.minimum, number < minimum {
            throw invalid(name, "Input should be greater than or equal to \(short(minimum))")
        }
        if let maximum = range.maximum, number > maximum {
            throw invalid(name, "Input should be less than or equal to \(short(maximum))")
        }
    }
}
