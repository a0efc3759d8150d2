/// A value of an OpenAI request with its place, as `messages[0].content`: reads what is within, and words what is wrong.
struct OpenAIValue {
    let value: JSONValue
    let place: String

    init(_ value: JSONValue, at place: String) {
        self.value = value
        self.place = place
    }

    var error: (_ expected: String) -> APIError {
        { OpenAIFields.wrongType(place, $0, value) }
    }

    func object() throws(APIError) -> JSONObject {
        guard let object = value.object else { throw error("an object") }
        return object
    }

    func string() throws(APIError) -> String {
        guard let text = value.string else { throw error("a string") }
        return text
    }

    func bool() throws(APIError) -> Bool {
        guard let bool = value.bool else { throw error("a boolean") }
        return bool
    }

    /// The elements of an array, with their places.
    func elements(_ expected: String = "an array of objects") throws(APIError) -> [OpenAIValue] {
        guard let array = value.array else { throw error(expected) }
        return array.enumerated().map { OpenAIValue($1, at: "\(place)[\($0)]") }
    }

    /// A member; `nil` if it is missing or `null`.
    func member(_ name: String) throws(APIError) -> OpenAIValue? {
        guard let member = try object()[name], !member.isNull else { return nil }
        return OpenAIValue(member, at: "\(place).\(name)")
    }

    func required(_ name: String) throws(APIError) -> OpenAIValue {
        guard let member = try member(name) else { throw OpenAIFields.missing("\(place).\(name)") }
        return member
    }

    func choice(_ choices: [String]) throws(APIError) -> String {
        let text = try string()
        guard choices.contains(text) else { throw OpenAIFields.invalidValue(text, place, choices) }
        return text
    }

    /// A name of letters, digits, underscores and dashes, up to 64.
    func name() throws(APIError) -> String {
        let text = try string()
        guard !text.isEmpty else { throw OpenAIFields.emptyString(place) }
        guard text.unicodeScalars.count <= 64 else { throw OpenAIFields.tooLong(place, text, most: 64) }
        guard text.utf8.allSatisfy(ToolDefinition.isNameByte) else {
            throw .openai(
                400,
                "Invalid '\(place)': string does not match pattern. Expected a string that matches the pattern "
                    + "'^[a-zA-Z0-9_-]+$'.", param: place, code: "invalid_value")
        }
        return text
    }
}
