import ModelAPI
import Sampling
import Terminal
import Tokenization

/// One prompt's next token under several settings, side by side.
struct CompareView: ChartView {
    let next: NextToken
    let traces: [SamplingTrace]
    /// Whether neighbours in `traces` are one setting in both orders.
    let showsOrders: Bool
    let top: Int
    let seed: UInt64

    private var rows: [Int] { traces[0].before.first(top).map(\.token) }

    /// The number that is drawn for all.
    private var number: Double {
        var generator = SeededGenerator(seed: seed)
        return uniform(using: &generator)
    }

    var page: ChartPage {
        let (rows, number) = (rows, number)
        var chart = PanelChart(
            "token", rows.map { next.label(of: $0) },
            traces.map { trace in
                PanelChart.Panel(
                    title(of: trace), rows.map { DistributionView.cell(trace.after, $0) },
                    footers: [
                        "\(Number.fixed(trace.after.entropy, 2)) bits", Number.fixed(trace.after.perplexity, 1),
                        Number.grouped(trace.after.count),
                        next.model.quoted(draw(from: trace.after, at: number).token),
                    ])
            })
        chart.footerTitles = ["entropy", "perplexity", "tokens kept", "\(Number.fixed(number, 4)) draws"]
        return ChartPage(
            title: DisplayText("After \"\(next.prompt)\""),
            charts: [chart, ChartNotes(notes)])
    }

    private func title(of trace: SamplingTrace) -> String {
        showsOrders ? "\(trace.settings.summary) · \(trace.settings.order.rawValue)" : trace.settings.summary
    }

    // MARK: Notes

    private var notes: [DisplayText] {
        let tokens = Set(traces.map { draw(from: $0.after, at: number).token })
        let same =
            "The random number is the same in every column, \(Number.fixed(number, 4)) (seed \(seed)); "
            + (tokens.count > 1
                ? "the borders on the line are not. So the same seed gives different text under different settings."
                : "here it falls on one token in all of them. Another --seed may not.")
        var notes = [DisplayText(same)]
        if showsOrders {
            notes += stride(from: 0, to: traces.count - 1, by: 2).map { difference(traces[$0], traces[$0 + 1]) }
        } else {
            notes += temperatureNote.map { [$0] } ?? []
        }
        return notes
    }

    /// Where temperatures differ and nothing else comes of it.
    private var temperatureNote: DisplayText? {
        guard Set(traces.map(\.settings.temperature)).count > 1, traces.allSatisfy({ $0.after.count == 1 }) else {
            return nil
        }
        return DisplayText(
            "The temperature makes no difference: the cuts leave one token, and that has 100 % at any temperature.")
    }

    private func difference(_ openai: SamplingTrace, _ llamaCpp: SamplingTrace) -> DisplayText {
        let name = openai.settings.summary
        let comparison = OrderComparison(openai: openai, llamaCpp: llamaCpp)
        let distance = comparison.distance
        guard distance > 1e-9 else { return DisplayText("\(name): both orders come to the same.") }
        let only = [("openai", comparison.onlyOpenAI), ("llama.cpp", comparison.onlyLlamaCpp)].compactMap {
            order, tokens in
            tokens.isEmpty ? nil : "\(order) alone keeps \(list(tokens, in: order == "openai" ? openai : llamaCpp))"
        }
        let share = "\(Number.percent(distance)) of the draws, at least, come out differently"
        return DisplayText("\(name): \((only + [share]).joined(separator: "; ")).")
    }

    /// The most probable of `tokens`, and how many more.
    private func list(_ tokens: [Int], in trace: SamplingTrace) -> String {
        let ranked = tokens.sorted { trace.after.probability(of: $0) > trace.after.probability(of: $1) }
        let named = ranked.prefix(4).map { next.model.inProse($0) }.joined(separator: ", ")
        return ranked.count > 4 ? "\(named) and \(Number.grouped(ranked.count - 4)) more" : named
    }

    // MARK: JSON

    var json: JSONValue {
        .object([
            "model": .string(next.model.id), "prompt": .string(next.prompt), "seed": .numeral("\(seed)"),
            "random_number": .number(number),
            "settings": .array(
                traces.map { trace in
                    .object([
                        "settings": trace.settings.json, "after": trace.after.json,
                        "draw": DrawView(
                            draw(from: trace.after, at: number), from: trace.after, name: next.model.inProse
                        ).json,
                        "tokens": .array(
                            rows.map { token in
                                .object([
                                    "id": .integer(token),
                                    "token": .string(next.model.tokenizer.displayText(of: TokenID(token))),
                                    "probability": .number(trace.after.probability(of: token)),
                                ])
                            }),
                    ])
                }),
        ])
    }
}
