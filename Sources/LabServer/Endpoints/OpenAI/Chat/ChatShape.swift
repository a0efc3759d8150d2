internal import LanguageModel
internal import ModelAPI

/// The shapes that texts of a chat completion keep to.
enum ChatShape {
    /// The shape of an answer in words; `nil` for any text. Throws the error that the API answers.
    static func shape(of format: ChatResponseFormat) throws(APIError) -> JSONShape? {
        switch format {
        case .text: nil
        case .jsonObject: .anyObject
        case .jsonSchema(let name, let schema, let isStrict):
            try shape(of: schema, isStrict: isStrict, owner: .responseFormat(name))
        }
    }

    /// The shape of a call's arguments; `nil` for any text.
    static func shape(ofArguments tool: ChatTool, param: String) throws(APIError) -> JSONShape? {
        switch tool.kind {
        case .function(_, let isStrict):
            return try shape(of: tool.parameters, isStrict: isStrict, owner: .function(tool.name, param: param))
        case .custom(let pattern):
            guard let pattern else { return nil }
            do {
                // The whole input has to match.
                return JSONShape(root: .string(.init(patterns: [try Pattern("^(?:\(pattern))$")])))
            } catch {
                throw .openai(400, "Invalid grammar for custom tool '\(tool.name)': \(error).", param: param)
            }
        }
    }

    /// A schema that nobody has to keep to strictly, and that cannot be kept, stands for any object.
    private static func shape(
        of schema: JSONValue, isStrict: Bool, owner: StructuredSchema.Owner
    ) throws(APIError) -> JSONShape {
        do {
            return try SchemaReader.shape(of: schema, isStrict: isStrict)
        } catch {
            guard isStrict else { return .anyObject }
            let found = error as? SchemaError
            throw owner.error(at: found?.place ?? [], "\(found?.reason ?? "\(error)").")
        }
    }
}
