import ModelAPI
import Terminal

/// How near texts are to one.
struct SimilarityView {
    let model: String
    let query: String
    let others: [(text: String, cosine: Double)]
    /// Whether `others` are the lines of a file, to be ranked.
    let isRanking: Bool
    let top: Int

    private var ranked: [(index: Int, text: String, cosine: Double)] {
        Array(
            others.enumerated().map { (index: $0.offset, text: $0.element.text, cosine: $0.element.cosine) }
                // Equal cosines keep the file's order.
                .sorted { ($1.cosine, $0.index) < ($0.cosine, $1.index) }
                .prefix(top))
    }

    func text(width: Int, unicode: Bool) -> [DisplayText] {
        let barWidth = max(4, min(24, width / 4))
        func bar(_ cosine: Double) -> DisplayText {
            Bar.text(cosine, width: barWidth, unicode: unicode).padded(to: barWidth)
        }
        guard isRanking else {
            return others.flatMap { other in
                [DisplayText("cosine  \(Number.fixed(other.cosine, 4))  ") + bar(other.cosine)]
                    + DisplayText(Self.meaning(of: other.cosine)).wrapped(to: width)
            }
        }
        var table = Table([
            .init("", alignment: .right), .init("cosine", alignment: .right), .init(""),
            .init("text", overflow: .truncate),
        ])
        for (place, other) in ranked.enumerated() {
            table.append([
                DisplayText("\(place + 1)"), DisplayText(Number.fixed(other.cosine, 4)), bar(other.cosine),
                DisplayText(other.text),
            ])
        }
        var lines = table.lines(width: width, unicode: unicode)
        if others.count > top {
            lines.append(DisplayText("  and \(Number.grouped(others.count - top)) more", style: .dim))
        }
        return lines
    }

    /// Rules of thumb for this model: other models spread their cosines otherwise.
    private static func meaning(of cosine: Double) -> String {
        switch cosine {
        case 0.8...: "Nearly the same direction: to this model the texts say much the same."
        case 0.5..<0.8: "Close: the texts are about the same things."
        case 0.25..<0.5: "Some way apart: they have a topic or some words in common."
        default: "Almost at right angles: the texts have little to do with each other."
        }
    }

    var json: JSONValue {
        if let other = others.first, !isRanking {
            return .object([
                "model": .string(model), "a": .string(query), "b": .string(other.text), "cosine": .number(other.cosine),
            ])
        }
        return .object([
            "model": .string(model), "query": .string(query),
            "results": .array(
                ranked.map { other in
                    .object([
                        "index": .integer(other.index), "text": .string(other.text), "cosine": .number(other.cosine),
                    ])
                }),
        ])
    }
}
