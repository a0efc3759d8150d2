internal import Sampling
internal import Terminal
internal import Tokenization

/// A draw explained: the line from 0 to 1 with a piece for each candidate, and the random number that fell on it.
struct DrawView {
    let tokenizer: any Tokenizer
    let unicode: Bool
    let width: Int

    /// The last draw, or, for one who peeks, the next one: in words, and with 3 rows as a picture too.
    func lines(_ state: ExploreState, _ reading: ExploreReading, rows: Int) -> [DisplayText] {
        let picture: (draw: Draw, line: [Candidate], count: Int, words: String)
        if state.peeks {
            let next = draw(from: reading.after, at: state.upcoming)
            picture = (next, reading.after.first(ExploreReading.lineLimit), reading.after.count, "next")
        } else if let last = state.steps.last {
            picture = (last.draw, last.line, last.candidates, "drew")
        } else {
            let hint = DisplayText(" Enter draws: a random number falls on this line.")
            return rows > 1 ? [hint, pieces(reading.after.first(ExploreReading.lineLimit)), ""] : [hint]
        }
        let number = Number.fixed(picture.draw.uniform, 4)
        let interval = picture.draw.interval
        let label = DisplayText("\"\(tokenizer.label(of: picture.draw.token))\"", style: .bold)
        let bounds = [interval.lowerBound, interval.upperBound].map { Number.fixed($0, 4) }.joined(separator: "–")
        var words = DisplayText(" \(picture.words) ") + label.truncated(to: 24)
        for part in [
            ": \(number) is in \(bounds)", " · \(Number.percent(picture.draw.probability))",
            " · rank \(Number.grouped(picture.draw.rank + 1))", " of \(Number.grouped(picture.count))",
        ] {
            guard words.columns + DisplayWidth.columns(of: part) <= width else { break }
            words += DisplayText(part)
        }
        guard rows > 1 else { return [words] }
        let column = min(lineWidth - 1, Int(picture.draw.uniform * Double(lineWidth)))
        let marker = DisplayText(String(repeating: " ", count: 3 + column)) + DisplayText("↑ ", style: .bold)
        return [words, pieces(picture.line), marker + DisplayText(column < lineWidth - 8 ? number : "")]
    }

    private var lineWidth: Int { width - 6 }

    /// `0 │ the  │ a │…│ 1`
    private func pieces(_ candidates: [Candidate]) -> DisplayText {
        let bar = DisplayText(unicode ? "│" : "|", style: .framing)
        var text = DisplayText(" 0") + bar
        var column = 0
        var sum = 0.0
        for candidate in candidates {
            sum += candidate.probability
            // A piece ends with a bar in the last of its columns. They get narrower and narrower: the rest is dots.
            let end = min(lineWidth, Int((sum * Double(lineWidth)).rounded()))
            guard end > column + 1 else { break }
            let room = end - column - 1
            let label = DisplayText(tokenizer.label(of: candidate.token))
            text += (room >= min(4, label.columns) ? label.truncated(to: room) : "").padded(to: room) + bar
            column = end
        }
        let rest = lineWidth - column
        return text + DisplayText(String(repeating: unicode ? "·" : ".", count: rest), style: .dim) + DisplayText("1")
    }
}
