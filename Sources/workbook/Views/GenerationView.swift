import LanguageModel
import ModelAPI
import Terminal
import Tokenization

/// What a generation came to.
enum GenerationView {
    static func outcome(of generation: Generation, model: any LanguageModel, times: GenerationTimes, seed: UInt64)
        -> DisplayText
    {
        let count = generation.completionTokenCount
        let rate = count > 1 ? " · \(Number.grouped(Int(times.tokensPerSecond(count)))) tokens/s" : ""
        return DisplayText(
            "  \(count) tokens · ended by \(reason(generation.finish)) · seed \(seed)\(rate) · \(model.id)", style: .dim
        )
    }

    /// `tokens` are the ids drawn, without the end token; `finish_reason` is as OpenAI's API has it.
    static func json(of generation: Generation, tokens: [TokenID], times: GenerationTimes, seed: UInt64) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("text", .string(generation.text)),
            ("tokens", .array(tokens.map { .integer(Int($0)) })),
            ("finish_reason", .string(finishReason(generation.finish))),
            ("prompt_tokens", .integer(generation.promptTokenCount)),
            ("completion_tokens", .integer(generation.completionTokenCount)),
            ("seed", .numeral("\(seed)")),
            ("model", .string(generation.model.id)),
            ("tokens_per_second", .number(times.tokensPerSecond(generation.completionTokenCount))),
            ("prompt_seconds", .number(times.toFirstToken / .seconds(1))),
            ("seconds", .number(times.inAll / .seconds(1))),
        ]
        if case .stopSequence(let stop) = generation.finish { members.append(("stop_sequence", .string(stop))) }
        return .object(JSONObject(members))
    }

    private static func finishReason(_ finish: FinishReason?) -> String {
        switch finish {
        case .endOfText, .stopSequence: "stop"
        case .maxTokens: "length"
        case nil: "interrupted"
        }
    }

    private static func reason(_ finish: FinishReason?) -> String {
        switch finish {
        case .endOfText: "end of text"
        case .stopSequence(let stop): "stop sequence \"\(stop)\""
        case .maxTokens: "max tokens"
        case nil: "interruption"
        }
    }
}

/// When a generation's tokens came.
struct GenerationTimes {
    /// From the start to the first token: mostly the reading of the prompt.
    var toFirstToken: Duration = .zero
    var inAll: Duration = .zero

    /// The rate at which tokens came after the first; 0 if there was none.
    func tokensPerSecond(_ count: Int) -> Double {
        let seconds = (inAll - toFirstToken) / .seconds(1)
        return count > 1 && seconds > 0 ? Double(count - 1) / seconds : 0
    }
}
