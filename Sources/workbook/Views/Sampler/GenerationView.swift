import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// What a generation came to, and on request how.
struct GenerationView: ChartView {
    let generation: Generation
    let prompt: String
    let promptTokens: [TokenID]
    let steps: [TokenStep]
    let times: GenerationTimes
    let seed: UInt64
    /// How many other tokens are listed for each; `nil`: the draws are not shown.
    let alternatives: Int?
    /// The stop strings, if what they did is to be shown.
    let stop: [String]?
    let maxTokens: Int

    /// Not again: the page has shown each step as it came.
    @MainActor func project(in session: Session) {}

    /// Draws that fit a picture.
    private static let pictured = 6

    // MARK: Page

    var outcome: DisplayText {
        let count = generation.completionTokenCount
        let rate = count > 1 ? " · \(Number.grouped(Int(times.tokensPerSecond(count)))) tokens/s" : ""
        return DisplayText(
            "  \(Number.tokens(count)) · ended by \(Self.reason(generation.finish)) · seed \(seed)\(rate) · \(generation.model.id)",
            style: .dim)
    }

    var page: ChartPage { page(draws: steps.count) }

    /// The first draws only, and the text, which was printed before the page.
    var picture: ChartPage {
        var page = page(draws: Self.pictured)
        if alternatives == nil { page.title = DisplayText((prompt + generation.text).replacing("\n", with: " ")) }
        return page
    }

    private func page(draws: Int) -> ChartPage {
        var charts: [any Chart] = []
        if let tokens { charts += [tokens.shaded as any Chart] + tokens.draws(limit: draws) }
        if let stops { charts += stops.charts }
        // No rate: these steps took records.
        let end =
            "\(Number.tokens(generation.completionTokenCount)) · ended by \(Self.reason(generation.finish)) · seed \(seed)"
        charts.append(
            ChartNotes(
                [
                    DisplayText("\(end) · \(generation.model.id)", style: .dim)
                ]
                    + (alternatives == nil
                        ? []
                        : [
                            DisplayText(
                                "The seed fixes the random numbers, not the borders on the line: another prompt, setting or model moves those, and then the same seed gives other text.",
                                style: .dim)
                        ])))
        return ChartPage(title: "", charts: charts)
    }

    private var tokens: TokenStepsView? {
        alternatives.map {
            TokenStepsView(model: generation.model, promptTokens: promptTokens, steps: steps, alternatives: $0)
        }
    }

    private var stops: StopTraceView? {
        stop.map {
            StopTraceView(
                model: generation.model, steps: steps, stop: $0, maxTokens: maxTokens, finish: generation.finish,
                discarded: generation.discardedText)
        }
    }

    // MARK: JSON

    /// `tokens` are the ids drawn, without the end token; `finish_reason` is as OpenAI's API has it.
    var json: JSONValue {
        let tokens = steps.filter { !$0.isEnd }.map(\.token)
        var members: [(String, JSONValue)] = [
            ("text", .string(generation.text)),
            ("tokens", .array(tokens.map { .integer(Int($0)) })),
            ("finish_reason", .string(Self.finishReason(generation.finish))),
            ("prompt_tokens", .integer(generation.promptTokenCount)),
            ("completion_tokens", .integer(generation.completionTokenCount)),
            ("seed", .numeral("\(seed)")),
            ("model", .string(generation.model.id)),
            ("tokens_per_second", .number(times.tokensPerSecond(generation.completionTokenCount))),
            ("prompt_seconds", .number(times.toFirstToken / .seconds(1))),
            ("seconds", .number(times.inAll / .seconds(1))),
        ]
        if case .stopSequence(let stop) = generation.finish { members.append(("stop_sequence", .string(stop))) }
        if let draws = self.tokens { members.append(("draws", draws.json)) }
        if let stops { members.append(("trace", stops.json)) }
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
