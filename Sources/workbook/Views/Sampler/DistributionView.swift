import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// A next-token distribution before and after the sampler's settings.
struct DistributionView: ChartView {
    let next: NextToken
    let trace: SamplingTrace
    /// How many tokens are listed.
    let top: Int
    /// Of a draw to show.
    let seed: UInt64?

    /// The tokens listed: the most probable before the settings.
    private var rows: [Candidate] { trace.before.first(top) }

    @MainActor func project(in session: Session) { session.project(next, trace) }

    private var drawn: DrawView? {
        seed.map { seed in
            var generator = SeededGenerator(seed: seed)
            return DrawView(draw(from: trace.after, using: &generator), from: trace.after, name: next.model.inProse)
        }
    }

    // MARK: Page

    /// Under a title: who looks at a picture has not typed the prompt.
    var picture: ChartPage {
        ChartPage(title: DisplayText("After \"\(next.prompt)\""), charts: page.charts)
    }

    var page: ChartPage {
        let rows = rows
        var charts: [any Chart] = [chart(of: rows), ChartNotes(notes(on: rows))]
        if let seed, let drawn {
            charts += [ChartNotes(["One draw with seed \(seed), the tokens side by side from 0 to 1:"]), drawn.line]
        }
        return ChartPage(title: "", charts: charts)
    }

    private func chart(of rows: [Candidate]) -> PanelChart {
        let after = trace.after
        var chart = PanelChart(
            "token", rows.map { next.label(of: $0.token) },
            [
                .init(
                    "before", rows.map { .init($0.probability, Number.percent($0.probability)) },
                    footers: figures(of: trace.before)),
                .init(
                    "after \(trace.settings.summary)", rows.map { Self.cell(after, $0.token) },
                    footers: figures(of: after)),
            ])
        chart.leading = [.init("logit", rows.map { Number.fixed($0.logit, 2) })]
        var sum = 0.0
        chart.trailing = [
            .init(
                "sum",
                rows.map { row in
                    sum += after.probability(of: row.token)
                    return after.contains(row.token) ? Number.percent(min(1, sum)) : ""
                })
        ]
        chart.footerTitles = ["entropy", "perplexity", "tokens kept", "nucleus(0.9)"]
        chart.rule = nucleusLine(in: rows)
        return chart
    }

    static func cell(_ distribution: Distribution, _ token: Int) -> PanelChart.Cell {
        guard distribution.contains(token) else { return .cut }
        let share = distribution.probability(of: token)
        return .init(share, Number.percent(share))
    }

    private func figures(of distribution: Distribution) -> [String] {
        [
            "\(Number.fixed(distribution.entropy, 2)) bits", Number.fixed(distribution.perplexity, 1),
            Number.grouped(distribution.count), Number.grouped(distribution.nucleusCount(0.9)),
        ]
    }

    /// Where top-p cuts, or, if it does not, where 0.9 would; `nil` if that is beyond the rows.
    private func nucleusLine(in rows: [Candidate]) -> (row: Int, caption: String)? {
        let cut = trace.stages.first { $0.stage == .topP && $0.kept < $0.received }
        let kept = cut?.kept ?? trace.after.nucleusCount(0.9)
        let nucleus = Set((cut?.distribution ?? trace.after).first(min(kept, rows.count + 1)).map(\.token))
        let row = rows.prefix { nucleus.contains($0.token) }.count
        // Where penalties have changed the ranking there may be no such place.
        guard row > 0, row == nucleus.count, row == kept else { return nil }
        if let cut {
            return (row, "top-p \(cut.setting): \(Self.hold(kept, 1 - cut.removedMass))")
        }
        guard kept < trace.after.count else { return nil }
        return (row, "nucleus(0.9): \(Self.hold(kept, trace.after.mass(ofFirst: kept)))")
    }

    private static func hold(_ count: Int, _ mass: Double) -> String {
        "\(Number.tokens(count)) \(count == 1 ? "holds" : "hold") \(Number.percent(mass))"
    }

    private func notes(on rows: [Candidate]) -> [DisplayText] {
        var notes: [DisplayText] = []
        if trace.before.count > rows.count {
            let listed = rows.reduce(0) { $0 + $1.probability }
            notes.append(
                DisplayText(
                    "and \(Number.grouped(trace.before.count - rows.count)) more, together \(Number.percent(max(0, 1 - listed))) before",
                    style: .dim))
        }
        return notes + SamplerNotes.stages(of: trace) + SamplerNotes.puzzles(of: trace, name: next.model.inProse)
    }

    // MARK: JSON

    var json: JSONValue {
        let after = trace.after
        var members: [(String, JSONValue)] = [
            ("model", .string(next.model.id)),
            ("prompt", .string(next.prompt)),
            ("settings", trace.settings.json),
            ("before", trace.before.json),
            ("after", after.json),
            (
                "tokens",
                .array(
                    rows.map { row in
                        .object([
                            "id": .integer(row.token),
                            "token": .string(next.model.tokenizer.displayText(of: TokenID(row.token))),
                            "logit": .number(row.logit), "before": .number(row.probability),
                            "after": .number(after.probability(of: row.token)),
                        ])
                    })
            ),
        ]
        if let drawn { members.append(("draw", drawn.json)) }
        return .object(JSONObject(members))
    }
}
