/// A request for embeddings as a server reads it, checked field by field.
public struct EmbeddingRequest: Hashable, Sendable {
    public enum Input: Hashable, Sendable {
        case texts([String])
        /// Tokens of the named model's own encoding.
        case tokens([[Int]])

        public var count: Int {
            switch self {
            case .texts(let texts): texts.count
            case .tokens(let lists): lists.count
            }
        }
    }

    public enum Encoding: String, CaseIterable, Sendable { case float, base64 }

    /// How many inputs a request may have.
    public static let mostInputs = 2048

    public var model: String
    public var input: Input
    public var encoding: Encoding
    /// How many numbers a vector is to have; `nil` for as many as the model gives.
    public var dimensions: Int?

    /// Throws the error that the API answers.
    public init(_ json: JSONValue, facts: ProviderFacts) throws(APIError) {
        let fields = try OpenAIFields(body: json, facts: facts)
        model = try fields.model()
        try fields.refuseUnknown(but: ["model", "input", "encoding_format", "dimensions", "user"])
        _ = try fields.string("user")
        let format = try fields.choice("encoding_format", of: Encoding.allCases.map(\.rawValue))
        encoding = format.flatMap(Encoding.init) ?? .float
        dimensions = try fields.integer("dimensions", in: 1...Int.max)
        input = try Self.input(fields)
    }

    private static func input(_ fields: OpenAIFields) throws(APIError) -> Input {
        guard let value = fields.value("input") else { throw OpenAIFields.missing("input") }
        if let text = value.string { return .texts([try nonEmpty(text)]) }
        guard let list = value.array else { throw OpenAIFields.wrongType("input", "a string or an array", value) }
        guard let first = list.first else { throw OpenAIFields.emptyArray("input") }
        if first.int != nil { return .tokens([try tokens(list, "input")]) }
        guard list.count <= mostInputs else { throw OpenAIFields.tooMany("input", list.count, most: mostInputs) }
        if first.string != nil {
            var texts: [String] = []
            for (index, element) in list.enumerated() {
                guard let text = element.string else {
                    throw OpenAIFields.wrongType("input[\(index)]", "a string", element)
                }
                texts.append(try nonEmpty(text))
            }
            return .texts(texts)
        }
        var inputs: [[Int]] = []
        for (index, element) in list.enumerated() {
            guard let tokens = element.array else {
                throw OpenAIFields.wrongType("input[\(index)]", "a string or an array of integers", element)
            }
            guard !tokens.isEmpty else { throw OpenAIFields.emptyArray("input[\(index)]") }
            inputs.append(try self.tokens(tokens, "input[\(index)]"))
        }
        return .tokens(inputs)
    }

    private static func nonEmpty(_ text: String) throws(APIError) -> String {
        guard !text.isEmpty else {
            throw .openai(400, "Invalid 'input': input cannot be an empty string.", param: "input")
        }
        return text
    }

    private static func tokens(_ list: [JSONValue], _ name: String) throws(APIError) -> [Int] {
        var tokens: [Int] = []
        for (index, element) in list.enumerated() {
            guard let token = element.int else {
                throw OpenAIFields.wrongType("\(name)[\(index)]", "an integer", element)
            }
            tokens.append(token)
        }
        return tokens
    }
}

/// The answer to a request for embeddings.
public struct EmbeddingList: Hashable, Sendable {
    public enum Vector: Hashable, Sendable {
        case floats([Float])
        /// Little-endian 32-bit floats in base64.
        case base64(String)
    }

    public var model: String
    public var vectors: [Vector]
    public var promptTokens: Int

    public init(model: String, vectors: [Vector], promptTokens: Int) {
        self.model = model
        self.vectors = vectors
        self.promptTokens = promptTokens
    }

    public var json: JSONValue {
        [
            "object": "list",
            "data": .array(
                vectors.enumerated().map { index, vector in
                    ["object": "embedding", "index": .integer(index), "embedding": Self.json(vector)]
                }),
            "model": .string(model),
            "usage": ["prompt_tokens": .integer(promptTokens), "total_tokens": .integer(promptTokens)],
        ]
    }

    private static func json(_ vector: Vector) -> JSONValue {
        switch vector {
        case .base64(let text): .string(text)
        // The shortest decimal that is the float again, not the double's.
        case .floats(let numbers): .array(numbers.map { .number(Double($0.description) ?? Double($0)) })
        }
    }
}
