import ModelAPI
import Sampling
import Terminal
import Tokenization

/// What becomes of each token, of the entropy and of the nucleus while one setting moves.
struct SweepView: ChartView {
    let next: NextToken
    let sweep: SettingSweep
    /// The settings that stay.
    let settings: SamplingSettings
    let top: Int

    private var rows: [Int] { sweep.before.first(top).map(\.token) }

    /// Whether a cut is at work anywhere: then what is left is the nucleus. Otherwise the view asks what 0.9 would leave.
    private var cuts: Bool { sweep.points.contains { $0.value > 0 && $0.distribution.count < sweep.before.count } }

    private var counts: [Int] { sweep.points.map { cuts ? $0.distribution.count : $0.distribution.nucleusCount(0.9) } }

    // MARK: Page

    var page: ChartPage {
        let columns = sweep.points.map { Number.short($0.value) }
        let map = HeatMap(
            rowTitle: "token", rows: rows.map { next.label(of: $0) }, columnTitle: columnTitle, columns: columns,
            values: rows.map { token in
                sweep.points.map { $0.distribution.contains(token) ? $0.distribution.probability(of: token) : nil }
            })
        let entropy = CurveChart(
            title: "entropy, bits", columns: columns, values: sweep.points.map(\.distribution.entropy),
            texts: sweep.points.map { Number.fixed($0.distribution.entropy, $0.distribution.entropy < 9.95 ? 1 : 0) },
            labelColumns: map.labelColumns)
        var nucleus = CurveChart(
            title: cuts ? "tokens kept" : "nucleus(0.9), tokens", columns: columns, values: counts.map(Double.init),
            texts: counts.map(Number.compact), labelColumns: map.labelColumns)
        nucleus.isLogarithmic = (counts.max() ?? 0) > 50
        return ChartPage(
            title: DisplayText(
                "After \"\(next.prompt)\": \(sweep.setting.rawValue) from \(columns[0]) to \(columns[columns.count - 1])"
            ),
            charts: [map, entropy, nucleus, ChartNotes(notes)])
    }

    /// The moving setting, and those that stay.
    private var columnTitle: String {
        let others = settings.summary(omitting: sweep.setting)
        return others.isEmpty ? sweep.setting.rawValue : "\(sweep.setting.rawValue), at \(others)"
    }

    private var notes: [DisplayText] {
        var notes: [DisplayText] = []
        if sweep.setting == .temperature {
            notes.append(
                sweep.points.allSatisfy { $0.distribution.count == 1 }
                    ? "The temperature changes nothing: the cuts leave one token, and that has 100 % at any temperature."
                    : "No row overtakes another: temperature keeps the order of the tokens.")
        } else {
            notes.append("A token that stays grows: what the others lose is shared out in proportion.")
        }
        if let widest = zip(sweep.points, sweep.points.dropFirst()).max(by: { Self.step($0) < Self.step($1) }),
            Self.step(widest) > 0.05
        {
            notes.append(
                DisplayText(
                    "The entropy changes most between \(Number.short(widest.0.value)) and \(Number.short(widest.1.value)): "
                        + "\(Number.fixed(widest.0.distribution.entropy, 2)) → \(Number.fixed(widest.1.distribution.entropy, 2)) bits.",
                    style: .dim))
        }
        return notes
    }

    private static func step(_ pair: (SettingSweep.Point, SettingSweep.Point)) -> Double {
        abs(pair.0.distribution.entropy - pair.1.distribution.entropy)
    }

    // MARK: JSON

    var json: JSONValue {
        .object([
            "model": .string(next.model.id), "prompt": .string(next.prompt),
            "setting": .string(sweep.setting.rawValue), "settings": settings.json,
            "tokens": .array(
                rows.map { token in
                    .object([
                        "id": .integer(token),
                        "token": .string(next.model.tokenizer.displayText(of: TokenID(token))),
                    ])
                }),
            "points": .array(
                sweep.points.map { point in
                    .object([
                        "value": .number(point.value), "after": point.distribution.json,
                        "probabilities": .array(rows.map { .number(point.distribution.probability(of: $0)) }),
                    ])
                }),
        ])
    }
}
