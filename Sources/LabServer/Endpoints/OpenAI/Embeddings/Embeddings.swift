internal import Foundation
internal import LanguageModel
internal import ModelAPI
internal import Tokenization

/// `POST /v1/embeddings`: vectors of the local sentence model, see ``VectorSpread``.
enum Embeddings {
    /// How many tokens all inputs of a request may have together.
    private static let mostTokens = 300_000
    /// What all of OpenAI's embedding models read.
    private static let encoding = "cl100k_base"

    static func handle(_ request: LabRequest, _ lab: Lab) async throws -> LabReply {
        let wanted = try EmbeddingRequest(
            try request.json(depth: lab.limits.jsonDepth), facts: lab.facts(for: request))
        let named = try lab.model(wanted.model, at: .embeddings, for: request)
        let size = try size(of: wanted, for: named.facts)
        let files = lab.files
        let (encoder, texts, counts) = try await lab.engine.run {
            let encoder = try files.encoder()
            let texts = try self.texts(wanted.input, files)
            return (encoder, texts, texts.map { encoder.tokenizer.encode($0).count })
        }
        try check(counts, most: named.facts.context)
        try request.ticket.reserve(promptTokens: counts.reduce(0, +), characters: nil, maxTokens: 0)
        var vectors: [EmbeddingList.Vector] = []
        let spread = VectorSpread(width: encoder.dimensions, to: size)
        // In parts, so that others get their turn, and that work ends when the client leaves.
        for start in stride(from: 0, to: texts.count, by: 32) {
            guard request.isAwaited else { throw ClientLeft() }
            let part = Array(texts[start..<min(texts.count, start + 32)])
            vectors += try await lab.engine.run {
                encoder.embed(part).map { vector(spread.spread($0), as: wanted.encoding) }
            }
        }
        let list = EmbeddingList(model: named.name, vectors: vectors, promptTokens: counts.reduce(0, +))
        // The marks at a text's begin and end are the encoder's own.
        let isTruncated = counts.contains { $0 > encoder.maximumTokens - 2 }
        return .json(list.json).written(by: files.encoderName, isTruncated: isTruncated)
    }

    private static func size(of wanted: EmbeddingRequest, for model: ModelFacts) throws(APIError) -> Int {
        let full = model.dimensions ?? 1536
        guard let size = wanted.dimensions else { return full }
        guard model.shortens else { throw .openai(400, "This model does not support specifying dimensions.") }
        guard size <= full else {
            throw .openai(
                400, "Invalid value for 'dimensions' = \(size). Must be less than or equal to \(full).",
                param: "dimensions")
        }
        return size
    }

    private static func texts(_ input: EmbeddingRequest.Input, _ files: FetchedFiles) throws -> [String] {
        switch input {
        case .texts(let texts): return texts
        case .tokens(let lists):
            let tokenizer = try files.tokenizer(encoding)
            return try lists.map { list in
                tokenizer.decode(
                    try list.map { token in
                        guard (0..<tokenizer.vocabularySize).contains(token) else {
                            throw APIError.openai(
                                400,
                                "Invalid token \(token): the tokens of \(encoding) are 0 to "
                                    + "\(tokenizer.vocabularySize - 1).", param: "input")
                        }
                        return TokenID(token)
                    })
            }
        }
    }

    private static func check(_ counts: [Int], most: Int) throws(APIError) {
        if let index = counts.firstIndex(where: { $0 > most }) {
            throw .openai(
                400, "Invalid 'input[\(index)]': maximum input length is \(most) tokens.", param: "input")
        }
        guard counts.reduce(0, +) <= mostTokens else {
            throw .openai(
                400, "Invalid 'input': maximum request size is \(mostTokens) tokens per request.", param: "input",
                code: "max_tokens_per_request")
        }
    }

    private static func vector(_ numbers: [Float], as encoding: EmbeddingRequest.Encoding) -> EmbeddingList.Vector {
        switch encoding {
        case .float: return .floats(numbers)
        case .base64:
            var bytes = Data(capacity: numbers.count * 4)
            for number in numbers {
                withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
            return .base64(bytes.base64EncodedString())
        }
    }
}
