import Foundation
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// Many draws counted, beside the distribution that they came from.
struct SamplesView: ChartView {
    let next: NextToken
    let tally: DrawTally
    let settings: SamplingSettings
    let seed: UInt64
    let top: Int

    private var rows: [Int] { tally.distribution.first(top).map(\.token) }

    private func share(of count: Int) -> Double { Double(count) / Double(tally.total) }

    // MARK: Page

    var page: ChartPage {
        let rows = rows
        let exact = rows.map { tally.distribution.probability(of: $0) }
        let counts = rows.map { tally.counts[$0] ?? 0 }
        let others = tally.distribution.count - rows.count
        let restExact = max(0, 1 - exact.reduce(0, +))
        let restCount = tally.total - counts.reduce(0, +)
        let hasRest = others > 0
        let allExact = exact + (hasRest ? [restExact] : [])
        let allCounts = counts + (hasRest ? [restCount] : [])
        var chart = PanelChart(
            "token",
            rows.map { next.label(of: $0) } + (hasRest ? [DisplayText("\(Number.grouped(others)) others")] : []),
            [
                .init("exact", allExact.map { .init($0, Number.percent($0)) }),
                .init("drawn", allCounts.map { .init(share(of: $0), Number.percent(share(of: $0))) }),
            ])
        chart.trailing = [
            .init("count", allCounts.map(Number.grouped)),
            .init("expected", allExact.map { Number.fixed($0 * Double(tally.total), 1) }),
        ]
        return ChartPage(
            title: DisplayText(
                "After \"\(next.prompt)\": \(Number.grouped(tally.total)) draws at \(settings.summary)"),
            charts: [chart, ChartNotes(notes)])
    }

    private var notes: [DisplayText] {
        let test = tally.chiSquareTest
        var notes: [DisplayText] = []
        if test.degreesOfFreedom == 0 {
            notes.append(
                tally.distribution.count == 1
                    ? "One token is left, and every draw gives it: there is nothing to test."
                    : "Too few draws to test: fewer than two cells expect \(Int(ChiSquareTest.leastExpected)) or more.")
        } else {
            let freedom = test.degreesOfFreedom == 1 ? "1 degree" : "\(test.degreesOfFreedom) degrees"
            notes.append(
                DisplayText(
                    "chi-square \(Number.fixed(test.statistic, 2)) = sum of (count - expected)^2 / expected, "
                        + "\(freedom) of freedom, p = \(Self.p(test.pValue))", style: .bold))
            notes.append(DisplayText(Self.meaning(of: test.pValue)))
            if test.pooledCount > 1 {
                notes.append(
                    DisplayText(
                        "Cells that expect fewer than \(Int(ChiSquareTest.leastExpected)) are pooled into one: the figure needs that.",
                        style: .dim))
            }
        }
        notes.append(
            DisplayText(
                "seed \(seed) · \(Number.grouped(tally.counts.count)) of \(Number.tokens(tally.distribution.count)) came up at all",
                style: .dim))
        return notes
    }

    private static func p(_ value: Double) -> String { value < 0.0001 ? "less than 0.0001" : Number.fixed(value, 4) }

    private static func meaning(of p: Double) -> String {
        let share = p < 0.001 ? "fewer than 1 of 1,000" : "about \(Number.fixed(p * 100, p < 0.1 ? 1 : 0)) of 100"
        let runs = "Of such runs, \(share) would be as far off as this or further by chance alone"
        return p < 0.01 ? "\(runs): rare, but it happens; look at another seed." : "\(runs): nothing to wonder at."
    }

    // MARK: JSON

    var json: JSONValue {
        let test = tally.chiSquareTest
        return .object([
            "model": .string(next.model.id), "prompt": .string(next.prompt), "settings": settings.json,
            "seed": .numeral("\(seed)"), "draws": .integer(tally.total),
            "tokens": .array(
                rows.map { token in
                    .object([
                        "id": .integer(token), "token": .string(next.model.tokenizer.displayText(of: TokenID(token))),
                        "probability": .number(tally.distribution.probability(of: token)),
                        "count": .integer(tally.counts[token] ?? 0), "expected": .number(tally.expected(token)),
                    ])
                }),
            "chi_square": .object([
                "statistic": .number(test.statistic), "degrees_of_freedom": .integer(test.degreesOfFreedom),
                "p": .number(test.pValue), "cells_pooled": .integer(test.pooledCount),
            ]),
        ])
    }
}
