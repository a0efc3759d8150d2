internal import Foundation
internal import LanguageModel
internal import ModelAPI

/// Tells categories of moderation by the meaning of a text: a logistic regression for each category over the vectors of a
/// sentence model, fitted to a few hundred examples.
///
/// A stand-in for teaching, not a filter to rely on: it knows what its examples know.
final class ModerationClassifier: Sendable {
    /// From which score on a category is flagged.
    static let threshold = 0.5

    private let encoder: SentenceEncoder
    private let regressions: [(category: ModerationCategory, regression: LogisticRegression)]

    /// Fits it, which takes about a second.
    init(encoder: SentenceEncoder, examples: [ModerationExample] = ModerationExample.all) {
        self.encoder = encoder
        let vectors = encoder.embed(examples.map(\.text))
        regressions = ModerationCategory.allCases.map { category in
            (category, LogisticRegression(vectors, examples.map { $0.categories.contains(category) }))
        }
    }

    func classify(_ texts: [String]) -> [ModerationResult] {
        encoder.embed(texts).map { vector in
            var result = ModerationResult(scores: [:], flagged: [])
            for (category, regression) in regressions {
                let score = Double(regression.probability(of: vector))
                result.scores[category] = score
                if score > Self.threshold { result.flagged.insert(category) }
            }
            return result
        }
    }
}

/// The probability of a property of vectors, fitted to examples by gradient descent with momentum.
struct LogisticRegression: Sendable {
    private var weights: [Float]
    private var bias: Float = 0

    // Of those with the best F1 in five-fold cross-validation over the examples, what flags fewest harmless ones.
    private static let steps = 400
    private static let rate: Float = 4
    private static let momentum: Float = 0.9
    private static let decay: Float = 3e-4

    init(_ vectors: [[Float]], _ labels: [Bool]) {
        let width = vectors.first?.count ?? 0
        let count = Float(labels.count)
        let positives = Float(labels.count { $0 })
        weights = [Float](repeating: 0, count: width)
        guard positives > 0, positives < count else { return }
        // Half way between every example counting the same and both sides counting the same: a category has few examples.
        let weightOfYes = (1 + count / (2 * positives)) / 2
        let weightOfNo = (1 + count / (2 * (count - positives))) / 2
        var pace = [Float](repeating: 0, count: width)
        var biasPace: Float = 0
        for _ in 0..<Self.steps {
            var gradient = weights.map { $0 * Self.decay }
            var biasGradient: Float = 0
            for (vector, label) in zip(vectors, labels) {
                let error = probability(of: vector) - (label ? 1 : 0)
                let share = error * (label ? weightOfYes : weightOfNo) / count
                for index in gradient.indices { gradient[index] += share * vector[index] }
                biasGradient += share
            }
            for index in weights.indices {
                pace[index] = Self.momentum * pace[index] - Self.rate * gradient[index]
                weights[index] += pace[index]
            }
            biasPace = Self.momentum * biasPace - Self.rate * biasGradient
            bias += biasPace
        }
    }

    func probability(of vector: [Float]) -> Float {
        let product = weights.withUnsafeBytes { weights in
            vector.withUnsafeBytes { vector in Self.product(weights, vector) }
        }
        return 1 / (1 + exp(-product - bias))
    }

    /// Eight at a time: the fit takes a million of these.
    private static func product(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Float {
        let size = MemoryLayout<Float>.size
        let length = min(left.count, right.count)
        var sums = SIMD8<Float>.zero
        var place = 0
        while place + 8 * size <= length {
            sums +=
                left.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
                * right.loadUnaligned(fromByteOffset: place, as: SIMD8<Float>.self)
            place += 8 * size
        }
        var sum = sums.sum()
        while place < length {
            sum +=
                left.loadUnaligned(fromByteOffset: place, as: Float.self)
                * right.loadUnaligned(fromByteOffset: place, as: Float.self)
            place += size
        }
        return sum
    }
}
