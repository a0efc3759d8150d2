import LanguageModel
import ModelAPI
import Terminal

/// What a generation came to.
enum GenerationView {
    static func outcome(of generation: Generation, model: any LanguageModel, elapsed: Duration, seed: UInt64)
        -> DisplayText
    {
        let count = generation.completionTokenCount
        let rate = count > 0 ? " · \(Number.grouped(rate(count, elapsed))) tokens/s" : ""
        return DisplayText(
            "  \(count) tokens · ended by \(reason(generation.finish)) · seed \(seed)\(rate) · \(model.id)", style: .dim
        )
    }

    static func json(of generation: Generation, elapsed: Duration, seed: UInt64) -> JSONValue {
        let count = generation.completionTokenCount
        return .object([
            "text": .string(generation.text),
            "tokens": .integer(count),
            "prompt_tokens": .integer(generation.promptTokenCount),
            "finish_reason": .string(reason(generation.finish)),
            "seed": .integer(Int(clamping: seed)),
            "tokens_per_second": .integer(rate(count, elapsed)),
        ])
    }

    private static func reason(_ finish: FinishReason?) -> String {
        switch finish {
        case .endOfText: "end of text"
        case .stopSequence(let stop): "stop sequence \"\(stop)\""
        case .maxTokens: "max tokens"
        case nil: "interruption"
        }
    }

    private static func rate(_ count: Int, _ elapsed: Duration) -> Int {
        let seconds = elapsed / .seconds(1)
        return seconds > 0 ? Int(Double(count) / seconds) : 0
    }
}
