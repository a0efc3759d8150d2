import LanguageModel
import ModelAPI
import Terminal

/// Texts and their vectors.
struct EmbeddingView {
    let model: String
    let encoder: SentenceEncoder

    func text(_ texts: [String], _ vectors: [[Float]], width: Int, unicode: Bool) -> [DisplayText] {
        var lines: [DisplayText] = []
        for (text, vector) in zip(texts, vectors) {
            let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            let shown = max(1, min(8, (width - 6) / 8))
            let values = vector.prefix(shown).map { Number.fixed(Double($0), 4).leftPadded(to: 7) }.joined(
                separator: " ")
            let tokens = encoder.tokenizer.encodeInput(text, limit: encoder.maximumTokens).count
            lines.append(DisplayText("\"\(text)\"", style: .bold).truncated(to: width))
            lines.append(DisplayText("  \(values) …"))
            lines.append(
                DisplayText(
                    "  \(vector.count) numbers · length \(Number.fixed(length, 4)) · \(tokens) tokens read", style: .dim
                ))
        }
        lines.append(DisplayText("  \(model); `--json` gives all the numbers", style: .dim))
        return lines.flatMap { $0.wrapped(to: width) }
    }

    /// In the form of OpenAI's embeddings endpoint, and beside each vector its text.
    func json(_ texts: [String], _ vectors: [[Float]]) -> JSONValue {
        let counts = texts.map { encoder.tokenizer.encodeInput($0, limit: encoder.maximumTokens).count }
        return .object([
            "object": .string("list"),
            "model": .string(model),
            "dimensions": .integer(encoder.dimensions),
            "data": .array(
                texts.indices.map { index in
                    .object([
                        "object": .string("embedding"), "index": .integer(index), "text": .string(texts[index]),
                        "tokens": .integer(counts[index]),
                        "embedding": .array(vectors[index].map { .number(Double("\($0)") ?? Double($0)) }),
                    ])
                }),
            "usage": .object(["prompt_tokens": .integer(counts.reduce(0, +))]),
        ])
    }
}
