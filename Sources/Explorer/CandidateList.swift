internal import Sampling
internal import Terminal
internal import Tokenization

/// The most probable tokens: before and after the settings, with the sum that top-p looks at and the line where the
/// cuts end.
struct CandidateList {
    let tokenizer: any Tokenizer
    let unicode: Bool
    let width: Int

    private var labelWidth: Int { max(10, min(24, width / 5)) }
    /// Marker, percentages and gaps take 30 columns beside the label; the two bars share what is left.
    private var barWidth: Int { max(4, min(40, (width - labelWidth - 31) / 2)) }

    /// A header and exactly `rows - 1` rows.
    func lines(_ state: ExploreState, _ reading: ExploreReading, rows: Int) -> [DisplayText] {
        let body = rows - 1
        let candidates = reading.ranking.first(state.scroll + body)
        var sum = 0.0
        var lines: [DisplayText] = []
        var lineIsDrawn = false
        let scale = Self.scale(for: max(reading.before.top.probability, reading.after.top.probability))
        let upcoming = state.peeks ? draw(from: reading.after, at: state.upcoming).token : nil
        // The cuts keep a beginning of the ranking, but for typical-p: then there is no line to draw.
        let lastKept = candidates.lastIndex { reading.after.contains($0.token) }
        for (index, candidate) in candidates.enumerated() {
            sum += reading.received.probability(of: candidate.token)
            if index < state.scroll { continue }
            lines.append(row(candidate, reading, sum: sum, scale: scale, isUpcoming: candidate.token == upcoming))
            if index == lastKept, !reading.cuts.isEmpty, index + 1 == reading.after.count {
                lines.append(cutLine(reading))
                lineIsDrawn = true
            }
        }
        lines = Array(lines.prefix(body))
        if !lineIsDrawn, state.scroll == 0, reading.after.count > body {
            // The line is further down: say where, in the place of the last row.
            lines[lines.count - 1] = more(reading, shown: body - 1)
        }
        return [header(state, scale: scale)] + lines + Array(repeating: "", count: max(0, body - lines.count))
    }

    /// What a whole bar stands for: bars of a flat distribution could not be told apart if it were always 1.
    ///
    /// Before and after share it, and it moves in steps, so that lengths can be compared.
    private static func scale(for highest: Double) -> Double {
        [0.05, 0.1, 0.2, 0.5].first { highest <= $0 } ?? 1
    }

    private func header(_ state: ExploreState, scale: Double) -> DisplayText {
        let after = "after T \(Number.short(state.settings.temperature))"
        let token = scale < 1 ? "bars to \(Number.fixed(100 * scale, 0)) %" : "token"
        return DisplayText(
            "  " + token.padded(to: labelWidth) + "  " + "model alone".padded(to: barWidth + 10)
                + after.padded(to: barWidth + 10) + "sum", style: .dim)
    }

    private func row(
        _ candidate: Candidate, _ reading: ExploreReading, sum: Double, scale: Double, isUpcoming: Bool
    ) -> DisplayText {
        let label = DisplayText("\"" + tokenizer.label(of: candidate.token) + "\"").truncated(to: labelWidth)
        let share = reading.before.probability(of: candidate.token)
        let isKept = reading.after.contains(candidate.token)
        let after = reading.after.probability(of: candidate.token)
        let line =
            DisplayText(isUpcoming ? (unicode ? "▸ " : "> ") : "  ", style: .accent)
            + label.padded(to: labelWidth) + cell(share, of: scale, style: .plain)
            + (isKept ? cell(after, of: scale, style: .accent) : DisplayText("     cut").padded(to: barWidth + 10))
            + DisplayText(Number.percent(sum).leftPadded(to: 7), style: .dim)
        return isKept ? line : line.styled(.dim)
    }

    private func cell(_ share: Double, of scale: Double, style: TextStyle) -> DisplayText {
        DisplayText("  " + Number.percent(share).leftPadded(to: 7) + " ")
            + Bar.text(share / scale, width: barWidth, unicode: unicode, style: style).padded(to: barWidth)
    }

    /// What ended the list of kept tokens, on a line across the screen.
    private func cutLine(_ reading: ExploreReading) -> DisplayText {
        let count = reading.after.count
        let reasons = reading.cuts.map { cut in
            switch cut.stage {
            case .topP: "top-p \(cut.setting): \(cut.kept) hold \(Number.percent(1 - cut.removedMass))"
            case .temperature: "temperature 0: the first alone"
            default: "\(cut.name) \(cut.setting)"
            }
        }
        let line = unicode ? "─" : "-"
        let text = " \(Number.tokens(count)) kept · \(reasons.joined(separator: " · ")) "
        let lead = DisplayText(String(repeating: line, count: 2) + text, style: .accent).truncated(to: width)
        return lead + DisplayText(String(repeating: line, count: max(0, width - lead.columns)), style: .accent)
    }

    private func more(_ reading: ExploreReading, shown: Int) -> DisplayText {
        let rest = reading.after.count - shown
        let reasons = reading.cuts.map { "\($0.name) \($0.setting)" }
        return DisplayText(
            "  … \(Number.grouped(rest)) more kept, \(Number.percent(1 - reading.after.mass(ofFirst: shown))) together"
                + (reasons.isEmpty ? "" : " · " + reasons.joined(separator: " · ")), style: .dim)
    }
}

extension Tokenizer {
    /// A token without quotation marks; those that stand for no text by their number.
    func label(of token: Int) -> String {
        let text = displayText(of: TokenID(token))
        return text.isEmpty ? "<\(token)>" : text
    }
}
