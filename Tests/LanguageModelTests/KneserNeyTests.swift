import Foundation
import LanguageModel
import Testing
import Tokenization

/// The smoothing against a slow implementation written from the formulas, over a text small enough to follow.
@Suite struct KneserNeyTests {
    @Test func probabilitiesAreThoseOfTheFormulas() throws {
        let documents = [
            ("the cat sat", 1), ("the cat ran", 3), ("the dog sat", 2), ("a cat sat on the mat", 1), ("the cat sat", 1),
        ]
        let model = NGramModel(id: "small", documents: documents.map { CorpusDocument(text: $0.0, count: $0.1) })
        let reference = SlowKneserNey(
            documents: documents.map { (model.tokenizer.encode($0.0), $0.1) }, order: NGramModel.order,
            vocabularySize: model.tokenizer.vocabularySize, discountShare: NGramModel.discountShare)
        for prompt in ["", "the", "the cat", "a", "a cat", "a cat sat on the", " cat sat", " sat", "zyx the", "on"] {
            let tokens = model.tokenizer.encode(prompt)
            let logits = try model.makeContext().logits(appending: tokens)
            for token in 0..<model.tokenizer.vocabularySize {
                let expected = reference.probability(of: TokenID(token), after: [0] + tokens)
                #expect(abs(exp(Double(logits[token])) - expected) < 1e-6, "\(prompt) \(token)")
            }
        }
    }
}

/// Interpolated modified Kneser-Ney, recursive and by dictionary.
private struct SlowKneserNey {
    let order: Int
    let vocabularySize: Int
    /// Adjusted counts of n-grams, by n-gram.
    var counts: [[TokenID]: Int] = [:]
    var discounts: [[Double]] = []
    let seen: Set<TokenID>

    init(documents: [([TokenID], Int)], order: Int, vocabularySize: Int, discountShare: Double) {
        self.order = order
        self.vocabularySize = vocabularySize
        var raw: [[TokenID]: Int] = [:]
        for (tokens, times) in documents {
            let text = [0] + tokens + [0]
            for end in 1..<text.count {
                for length in 1...order where end - length + 1 >= 0 {
                    raw[Array(text[(end - length + 1)...end]), default: 0] += times
                }
            }
        }
        for (gram, count) in raw {
            let beginsDocument = gram[0] == 0 && gram.count > 1
            if gram.count == order || beginsDocument { counts[gram] = count }
            if gram.count > 1 { counts[Array(gram.dropFirst()), default: 0] += 1 }
        }
        seen = Set(counts.keys.filter { $0.count == 1 }.map { $0[0] })
        for length in 1...order {
            let n = (0...4).map { count in
                Double(counts.filter { $0.key.count == length && $0.value == count }.count)
            }
            guard n[1...4].allSatisfy({ $0 > 0 }) else {
                discounts.append([0, 0.5, 1, 1.5].map { $0 * discountShare })
                continue
            }
            let y = n[1] / (n[1] + 2 * n[2])
            let estimates = [0, 1 - 2 * y * n[2] / n[1], 2 - 3 * y * n[3] / n[2], 3 - 4 * y * n[4] / n[3]]
            discounts.append(estimates.enumerated().map { min(max($1, 0), Double($0)) * discountShare })
        }
    }

    func probability(of token: TokenID, after text: [TokenID]) -> Double {
        // A context never reaches across a boundary.
        let start = text.lastIndex(of: 0) ?? 0
        return interpolated(token, Array(text[start...].suffix(order - 1)))
    }

    private func interpolated(_ token: TokenID, _ context: [TokenID]) -> Double {
        let lower: Double
        if context.isEmpty {
            lower =
                seen.contains(token)
                ? (1 - 1e-3) / Double(seen.count) : 1e-3 / Double(vocabularySize - seen.count)
        } else {
            lower = interpolated(token, Array(context.dropFirst()))
        }
        let followers = counts.filter { $0.key.count == context.count + 1 && $0.key.starts(with: context) }
        guard !followers.isEmpty else { return lower }
        let total = Double(followers.values.reduce(0, +))
        let discount = discounts[context.count]
        let left = followers.values.reduce(0) { $0 + discount[min($1, 3)] } / total
        let count = followers[context + [token]] ?? 0
        return (Double(count) - discount[min(count, 3)]) / total + left * lower
    }
}
