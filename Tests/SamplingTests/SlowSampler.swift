import Foundation
import Sampling

/// The same chain written the obvious way: everything sorted, everything in `Double` with the system's functions.
struct SlowSampler {
    struct Token { var id: Int, logit: Double }

    let settings: SamplingSettings
    /// In ranking order.
    var kept: [Token]

    init(_ settings: SamplingSettings, logits: [Double], prompt: [Int] = [], completion: [Int] = []) {
        self.settings = settings
        var logits = logits
        for (token, bias) in settings.logitBias { logits[token] += bias }
        let openai = settings.order == .openai
        let all = openai ? prompt + completion : (prompt + completion).suffix(64).map { $0 }
        let drawn = openai ? completion : all
        for token in Set(all) {
            let penalty = settings.repetitionPenalty
            logits[token] = logits[token] < 0 ? logits[token] * penalty : logits[token] / penalty
        }
        for token in Set(drawn) {
            logits[token] -= Double(drawn.count { $0 == token }) * settings.frequencyPenalty
        }
        for token in Set(drawn) { logits[token] -= settings.presencePenalty }
        kept = logits.indices.filter { logits[$0] > -.infinity }.map { Token(id: $0, logit: logits[$0]) }
        rank()
        if openai {
            temperature()
            topK()
            topP()
            minP()
            typicalP()
        } else {
            topK()
            typicalP()
            topP()
            minP()
            temperature()
        }
    }

    private mutating func rank() { kept.sort { $0.logit != $1.logit ? $0.logit > $1.logit : $0.id < $1.id } }

    private mutating func temperature() {
        if settings.temperature == 0 {
            kept = [kept[0]]
        } else {
            for index in kept.indices { kept[index].logit /= settings.temperature }
        }
    }

    private mutating func topK() {
        guard let limit = settings.topK, limit < kept.count else { return }
        let last = kept[limit - 1].logit
        kept = settings.order == .openai ? kept.filter { $0.logit >= last } : Array(kept.prefix(limit))
    }

    private mutating func topP() {
        guard settings.topP < 1 else { return }
        var (sum, count) = (0.0, 0)
        for probability in probabilities where sum < settings.topP - 1e-12 || count == 0 {
            sum += probability
            count += 1
        }
        kept = Array(kept.prefix(count))
    }

    private mutating func minP() {
        let (tokens, probabilities) = (kept, probabilities)
        kept = tokens.indices.filter { probabilities[$0] >= settings.minP * probabilities[0] * (1 - 1e-12) }
            .map { tokens[$0] }
    }

    private mutating func typicalP() {
        guard settings.typicalP < 1 else { return }
        let probabilities = probabilities
        let entropy = probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
        let distances = probabilities.map { abs(-log($0) - entropy) }
        let order = kept.indices.sorted { distances[$0] < distances[$1] }
        var (sum, last, chosen) = (0.0, 0.0, Set<Int>())
        for index in order {
            let isEnough =
                settings.order == .openai
                ? sum >= settings.typicalP - 1e-12 && distances[index] > last
                : sum > settings.typicalP + 1e-12
            if isEnough && !chosen.isEmpty { break }
            chosen.insert(index)
            // Of equally distant ones only the first can reach the share; the others stay with it.
            if sum < settings.typicalP - 1e-12 || settings.order != .openai || chosen.count == 1 {
                last = distances[index]
            }
            sum += probabilities[index]
        }
        kept = kept.indices.filter(chosen.contains).map { kept[$0] }
    }

    var probabilities: [Double] {
        let weights = kept.map { exp($0.logit - kept[0].logit) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }
}
