import ModelAPI
import Sampling
import Terminal

extension SamplingSettings {
    /// What is not neutral, and the temperature: `T 0.5 · top-p 0.9`.
    var summary: String { summary(omitting: nil) }

    /// The same without one setting; empty if nothing is left to say.
    func summary(omitting omitted: SettingSweep.Setting?) -> String {
        var parts: [String] = []
        if omitted != .temperature { parts.append("T \(Number.short(temperature))") }
        if topP < 1, omitted != .topP { parts.append("top-p \(Number.short(topP))") }
        if let topK { parts.append("top-k \(topK)") }
        if minP > 0, omitted != .minP { parts.append("min-p \(Number.short(minP))") }
        if typicalP < 1, omitted != .typicalP { parts.append("typical-p \(Number.short(typicalP))") }
        if repetitionPenalty != 1 { parts.append("repetition \(Number.short(repetitionPenalty))") }
        if frequencyPenalty != 0 { parts.append("frequency \(Number.short(frequencyPenalty))") }
        if presencePenalty != 0 { parts.append("presence \(Number.short(presencePenalty))") }
        if !logitBias.isEmpty { parts.append("bias of \(Number.tokens(logitBias.count))") }
        return parts.joined(separator: " · ")
    }

    var json: JSONValue {
        .object([
            "temperature": .number(temperature), "top_p": .number(topP),
            "top_k": topK.map { .integer($0) } ?? .null, "min_p": .number(minP),
            "typical_p": .number(typicalP), "repetition_penalty": .number(repetitionPenalty),
            "frequency_penalty": .number(frequencyPenalty),
            "presence_penalty": .number(presencePenalty),
            "order": .string(order.rawValue),
        ])
    }
}

extension Distribution {
    /// The figures of the whole.
    var json: JSONValue {
        .object([
            "kept": .integer(count), "entropy_bits": .number(entropy), "perplexity": .number(perplexity),
            "nucleus_0.9": .integer(nucleusCount(0.9)),
        ])
    }
}
