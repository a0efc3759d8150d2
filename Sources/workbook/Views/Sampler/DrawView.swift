import ModelAPI
import Sampling
import Terminal

/// One draw: the random number on the line of probabilities.
struct DrawView {
    let draw: Draw
    /// The first of the distribution that was drawn from.
    let candidates: [Candidate]
    let name: (Int) -> String

    /// How many candidates have a place of their own on the line; what comes after is too narrow to see.
    static let shown = 12

    init(_ draw: Draw, from candidates: [Candidate], name: @escaping (Int) -> String) {
        self.draw = draw
        self.candidates = candidates
        self.name = name
    }

    init(_ draw: Draw, from distribution: Distribution, name: @escaping (Int) -> String) {
        self.init(draw, from: distribution.first(Self.shown), name: name)
    }

    var line: DrawLine {
        var intervals: [DrawLine.Interval] = []
        var end = 0.0
        let chosen = DrawLine.Interval(name(draw.token), draw.interval)
        for candidate in candidates.prefix(Self.shown) where candidate.probability > 0 {
            let next = min(1, end + candidate.probability)
            intervals.append(candidate.token == draw.token ? chosen : .init(name(candidate.token), end..<next))
            end = next
        }
        return DrawLine(intervals, mark: draw.uniform, chosen: chosen, caption: caption)
    }

    /// `0.4417 falls on " blue": 0.3490 to 0.5162`
    var caption: String {
        "\(Number.fixed(draw.uniform, 4)) falls on \(DisplayText(name(draw.token)).truncated(to: 14).plain): "
            + "\(Number.fixed(draw.interval.lowerBound, 4)) to \(Number.fixed(draw.interval.upperBound, 4))"
    }

    var json: JSONValue {
        .object([
            "id": .integer(draw.token),  // Names have no-break spaces, which no token shows as such.
            "token": .string(String(name(draw.token).dropFirst().dropLast()).replacing("\u{A0}", with: " ")),
            "probability": .number(draw.probability),
            "random_number": .number(draw.uniform), "from": .number(draw.interval.lowerBound),
            "to": .number(draw.interval.upperBound), "rank": .integer(draw.rank + 1),
        ])
    }
}
