import ModelAPI
import Sampling
import Terminal
import Tokenization

/// The way from logits to a token, a stage at a time.
struct StepView: ChartView {
    let next: NextToken
    let trace: SamplingTrace
    let top: Int
    let seed: UInt64

    /// What happens at a stage.
    private struct Part {
        var explanation: StageExplanation
        var before: Distribution?
        var after: Distribution
    }

    private var parts: [Part] {
        let name = next.model.inProse
        let softmax = Part(
            explanation: .softmax(of: trace.before, name: name), before: nil, after: trace.before)
        return [softmax]
            + trace.stages.indices.filter { !trace.stages[$0].isOff }.map { index in
                let received = trace.distribution(before: index)
                return Part(
                    explanation: StageExplanation(
                        trace.stages[index], received: received, settings: trace.settings, name: name),
                    before: received, after: trace.stages[index].distribution)
            }
    }

    private var drawn: DrawView {
        var generator = SeededGenerator(seed: seed)
        return DrawView(draw(from: trace.after, using: &generator), from: trace.after, name: next.model.inProse)
    }

    // MARK: Pages

    /// A page for each stage that does something, and one for the draw.
    var pages: [ChartPage] {
        let parts = parts
        var pages = parts.enumerated().map { index, part in
            ChartPage(
                title: DisplayText("\(index + 1)  \(part.explanation.title)"),
                charts: [
                    ChartNotes([
                        DisplayText(part.explanation.formula, style: .code), DisplayText(part.explanation.numbers),
                    ]),
                    chart(of: part),
                ])
        }
        let off = trace.stages.filter(\.isOff).map(\.name).joined(separator: ", ")
        if !off.isEmpty, let last = pages.indices.last {
            pages[last].charts.append(ChartNotes([DisplayText("off: \(off)", style: .dim)]))
        }
        let notes = SamplerNotes.puzzles(of: trace, name: next.model.inProse)
        pages.append(
            ChartPage(
                title: DisplayText("\(parts.count + 1)  draw"),
                charts: [
                    ChartNotes([
                        DisplayText(
                            "the token on whose part of the line from 0 to 1 a random number falls", style: .code),
                        DisplayText("seed \(seed): \(drawn.caption)"),
                    ]),
                    drawn.line,
                ] + (notes.isEmpty ? [] : [ChartNotes(notes)])))
        return pages
    }

    /// All of them in one.
    var page: ChartPage {
        ChartPage(
            title: DisplayText(
                "After \"\(next.prompt)\": \(trace.settings.summary), order \(trace.settings.order.rawValue)"),
            charts: pages.flatMap { page in [ChartNotes([page.title.styled(.bold)]) as any Chart] + page.charts })
    }

    private func chart(of part: Part) -> PanelChart {
        // What the stage made of the tokens that were ahead before it.
        let rows = (part.before ?? part.after).first(top).map(\.token)
        let panels = [part.before.map { ("before", $0) }, ("after", part.after)].compactMap(\.self)
        var chart = PanelChart(
            "token", rows.map { next.label(of: $0) },
            panels.map { title, distribution in
                PanelChart.Panel(
                    part.before == nil ? "probability" : title, rows.map { DistributionView.cell(distribution, $0) },
                    footers: ["\(Number.fixed(distribution.entropy, 2)) bits", Number.grouped(distribution.count)])
            })
        chart.footerTitles = ["entropy", "tokens"]
        if part.before == nil {
            let logits = part.after.first(top).map { Number.fixed($0.logit, 2) }
            chart.leading = [.init("logit", logits)]
        }
        return chart
    }

    // MARK: JSON

    var json: JSONValue {
        .object([
            "model": .string(next.model.id), "prompt": .string(next.prompt), "settings": trace.settings.json,
            "stages": .array(
                parts.map { part in
                    .object([
                        "stage": .string(part.explanation.title), "formula": .string(part.explanation.formula),
                        "numbers": .string(part.explanation.numbers), "after": part.after.json,
                        "tokens": .array(
                            part.after.first(top).map { candidate in
                                .object([
                                    "id": .integer(candidate.token),
                                    "token": .string(next.model.tokenizer.displayText(of: TokenID(candidate.token))),
                                    "logit": .number(candidate.logit), "probability": .number(candidate.probability),
                                ])
                            }),
                    ])
                }),
            "seed": .numeral("\(seed)"), "draw": drawn.json,
        ])
    }
}
