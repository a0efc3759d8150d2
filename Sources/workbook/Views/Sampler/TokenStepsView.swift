import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// A text token by token: how probable each was, what else it could have been, and how it was drawn.
struct TokenStepsView {
    let model: any LanguageModel
    let promptTokens: [TokenID]
    let steps: [TokenStep]
    /// How many others are listed for each token.
    let alternatives: Int

    var shaded: ShadedText {
        ShadedText(
            promptTokens.map { .init(model.tokenizer.displayText(of: $0), nil) }
                + steps.map { .init(text(of: $0), $0.draw.probability) })
    }

    private func text(of step: TokenStep) -> String {
        step.isEnd ? "<end>" : model.tokenizer.displayText(of: step.token)
    }

    private func name(_ token: Int) -> String {
        model.endTokens.contains(TokenID(token)) ? "<end>" : model.inProse(token)
    }

    /// For each of the first `limit` tokens its draw, and what else it could have been.
    func draws(limit: Int) -> [any Chart] {
        var charts: [any Chart] = steps.prefix(limit).enumerated().map { index, step in
            DrawnToken(
                title: DisplayText("\(index + 1)  ", style: .dim)
                    + DisplayText("\(name(step.draw.token))  \(Number.percent(step.draw.probability))", style: .bold)
                    + others(than: step),
                line: line(of: step))
        }
        if steps.count > limit {
            charts.append(ChartNotes([DisplayText("and \(Number.tokens(steps.count - limit)) more", style: .dim)]))
        }
        return charts
    }

    private func line(of step: TokenStep) -> DrawLine {
        DrawView(step.draw, from: step.candidates, name: name).line
    }

    private func candidates(besides step: TokenStep) -> [Candidate] {
        Array(step.candidates.filter { $0.token != step.draw.token }.prefix(alternatives))
    }

    /// Those that would read as more than nothing.
    private func others(than step: TokenStep) -> DisplayText {
        let others = candidates(besides: step).filter { $0.probability >= 0.0005 }
        guard !others.isEmpty else {
            let why = step.candidates.count > 1 ? "nothing else had a tenth of a per cent" : "nothing else was left"
            return DisplayText("  \(why)", style: .dim)
        }
        let listed = others.map { "\(name($0.token)) \(Number.percent($0.probability))".unbroken }
        return DisplayText("  or \(listed.joined(separator: ", "))")
    }

    var json: JSONValue {
        .array(
            steps.map { step in
                .object([
                    "id": .integer(Int(step.token)), "token": .string(model.tokenizer.displayText(of: step.token)),
                    "probability": .number(step.draw.probability), "random_number": .number(step.draw.uniform),
                    "from": .number(step.draw.interval.lowerBound), "to": .number(step.draw.interval.upperBound),
                    "alternatives": .array(
                        candidates(besides: step).map {
                            .object([
                                "id": .integer($0.token),
                                "token": .string(model.tokenizer.displayText(of: TokenID($0.token))),
                                "probability": .number($0.probability),
                            ])
                        }),
                ])
            })
    }
}

/// What is kept of a step: not its trace, which holds the logits of the whole vocabulary.
struct TokenStep {
    let token: TokenID
    let isEnd: Bool
    let text: String
    let held: HeldText
    let draw: Draw
    /// The most probable of what could be drawn; empty for a step without a trace.
    let candidates: [Candidate]

    init(_ step: GenerationStep, listing count: Int) {
        (token, isEnd, text, held, draw) = (step.token, step.isEnd, step.text, step.held, step.draw)
        candidates = step.trace?.after.first(max(count + 1, DrawView.shown)) ?? []
    }
}

/// A draw under a line on what came of it.
private struct DrawnToken: Chart {
    var title: DisplayText
    var line: DrawLine

    func lines(width: Int, unicode: Bool) -> [DisplayText] {
        ("  " + title).wrapped(to: width, next: "     ") + line.lines(width: width, unicode: unicode)
    }

    func draw(in svg: inout SVGDocument, top: Double) -> Double {
        line.draw(in: &svg, top: ChartNotes([title]).draw(in: &svg, top: top))
    }
}
