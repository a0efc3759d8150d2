internal import ModelAPI

/// The members of a request's body to a control route. Members that nobody asks for are an error: they are misspelt.
struct ControlBody {
    private let object: JSONObject
    private var asked: Set<String> = []

    init(_ request: LabRequest) throws(APIError) {
        guard !request.body.isEmpty else {
            object = [:]
            return
        }
        guard let object = try request.json(depth: 8).object else {
            throw .openai(400, "The body has to be a JSON object.")
        }
        self.object = object
    }

    /// A member's value; `nil` if it is missing.
    mutating func value(_ name: String) -> JSONValue? {
        asked.insert(name)
        return object[name]
    }

    mutating func string(_ name: String) throws(APIError) -> String? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let text = value.string else { throw wrong(name, "a string") }
        return text
    }

    mutating func bool(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let bool = value.bool else { throw wrong(name, "true or false") }
        return bool
    }

    /// A number of seconds, at least 0.
    mutating func seconds(_ name: String) throws(APIError) -> Double? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let number = value.double, number >= 0, number <= 1e9 else { throw wrong(name, "a number of seconds") }
        return number
    }

    mutating func strings(_ name: String) throws(APIError) -> [String]? {
        guard let value = value(name), !value.isNull else { return nil }
        guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count else {
            throw wrong(name, "a list of strings")
        }
        return texts
    }

    mutating func provider() throws(APIError) -> Provider? {
        guard let name = try string("provider") else { return nil }
        guard let provider = Provider(rawValue: name) else { throw wrong("provider", "openai or anthropic") }
        return provider
    }

    func wrong(_ name: String, _ expected: String) -> APIError {
        .openai(400, "'\(name)' has to be \(expected).", param: name)
    }

    /// Throws if there are members that nobody asked for.
    func finish() throws(APIError) {
        guard let unknown = object.keys.first(where: { !asked.contains($0) }) else { return }
        throw .openai(
            400, "There is no '\(unknown)' here; known are \(asked.sorted().joined(separator: ", ")).", param: unknown)
    }
}
