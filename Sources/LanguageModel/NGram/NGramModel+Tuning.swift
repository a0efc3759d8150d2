internal import Tokenization

/// A question and the answer that a tuned model is to give.
public struct TuningExample: Hashable, Sendable {
    public var turns: [ChatTurn]
    /// The turn that is to be learned; ``turns`` come before it.
    public var answer: String

    public init(turns: [ChatTurn], answer: String) {
        self.turns = turns
        self.answer = answer
    }
}

extension NGramModel {
    /// A model fitted to the text in the executable and, `weight` times, to `examples`.
    ///
    /// The weight stands for what epochs and learning rate are elsewhere: how often the examples are seen.
    public static func tuned(id: String, to examples: [TuningExample], weight: Int) -> NGramModel {
        let documents = examples.map { example in
            // As `promptTokens(for:)` lays a conversation out; the model sees six tokens, so the last question counts.
            CorpusDocument(text: (example.turns.last?.text ?? "") + "\n" + example.answer, count: max(1, weight))
        }
        return NGramModel(id: id, documents: Corpus.documents() + documents)
    }

    /// How well the model foresees the examples' answers, token by token: the mean of −ln p, and how often its first
    /// choice is right. Of many tokens it looks at the first `limit`. `nil` without a token.
    public func fit(to examples: [TuningExample], limit: Int = 1000) throws -> (loss: Double, accuracy: Double)? {
        var sum = 0.0
        var right = 0
        var count = 0
        for example in examples {
            let context = makeContext()
            var logits = try context.logits(appending: promptTokens(for: example.turns))
            for token in tokenizer.encode(example.answer) + [WordTokenizer.endOfText] {
                guard count < limit else { return (sum / Double(count), Double(right) / Double(count)) }
                // The logits are log-probabilities: see NGramModel.
                sum -= Double(logits[Int(token)])
                if logits.indices.max(by: { logits[$0] < logits[$1] }) == Int(token) { right += 1 }
                count += 1
                logits = try context.logits(appending: [token])
            }
        }
        return count == 0 ? nil : (sum / Double(count), Double(right) / Double(count))
    }
}
