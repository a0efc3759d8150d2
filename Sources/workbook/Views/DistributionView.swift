import LanguageModel
import ModelAPI
import Sampling
import Terminal
import Tokenization

/// A next-token distribution before and after the sampler's settings.
struct DistributionView {
    let model: any LanguageModel
    let prompt: String
    let settings: SamplingSettings
    let trace: SamplingTrace
    let top: Int

    /// The tokens listed: the most probable before the settings; every stage keeps their order.
    private var rows: [Candidate] { trace.before.first(top) }

    // MARK: Text

    func text(width: Int, unicode: Bool) -> [DisplayText] {
        let before = trace.before
        let after = trace.after
        let labels = rows.map { label(of: $0.token) }
        let labelWidth = min(max(5, labels.map(\.columns).max() ?? 5), max(8, width / 4))
        // Four columns of numbers take 40 columns beside the label; the two bars share what is left.
        let barWidth = max(4, min(24, (width - labelWidth - 40) / 2))
        let bar = { (share: Double) in Bar.text(share, width: barWidth, unicode: unicode) }

        var lines: [DisplayText] = []
        lines.append(
            DisplayText("token".padded(to: labelWidth + 2) + "  logit", style: .dim)
                + DisplayText("  " + "before".padded(to: barWidth + 9), style: .dim)
                + DisplayText("after \(settingsText)", style: .dim))
        var cumulative = 0.0
        for (row, label) in zip(rows, labels) {
            let probability = after.probability(of: row.token)
            cumulative += probability
            let kept = probability > 0
            lines.append(
                DisplayText("  ") + label.truncated(to: labelWidth).padded(to: labelWidth)
                    + DisplayText("\(Number.fixed(row.logit, 2).leftPadded(to: 7))")
                    + DisplayText("  \(Number.percent(row.probability).leftPadded(to: 7)) ")
                    + bar(row.probability).padded(to: barWidth + 1)
                    + (kept
                        ? DisplayText("\(Number.percent(probability).leftPadded(to: 7)) ")
                            + bar(probability).padded(to: barWidth + 1)
                            + DisplayText(Number.percent(cumulative).leftPadded(to: 7), style: .dim)
                        : DisplayText("    cut", style: .dim)))
        }
        let listed = rows.reduce(0) { $0 + $1.probability }
        if before.count > rows.count {
            lines.append(
                DisplayText(
                    "  and \(Number.grouped(before.count - rows.count)) more, together \(Number.percent(1 - listed)) before",
                    style: .dim))
        }
        lines.append(DisplayText(""))
        lines.append(
            DisplayText("  entropy     \(change(before.entropy, after.entropy, 2)) bits   ")
                + DisplayText("perplexity  \(change(before.perplexity, after.perplexity, 1))"))
        lines.append(
            DisplayText("  kept        \(Number.grouped(before.count)) → \(Number.tokens(after.count))")
                + DisplayText(
                    "   nucleus(0.9)  \(Number.grouped(before.nucleusCount(0.9))) → \(Number.grouped(after.nucleusCount(0.9)))"
                )
        )
        for stage in trace.stages where !stage.adjustments.isEmpty {
            let count = stage.adjustments.count
            lines.append(
                DisplayText(
                    "  \(stage.name) \(stage.setting): \(Number.tokens(count)) \(count == 1 ? "has" : "have") another logit",
                    style: .dim))
        }
        for stage in trace.stages where stage.kept < stage.received {
            lines.append(
                DisplayText(
                    "  \(stage.name) \(stage.setting): \(Number.grouped(stage.received)) → \(Number.tokens(stage.kept)), "
                        + "\(Number.percent(stage.removedMass)) of the probability cut, the rest renormalised",
                    style: .dim))
        }
        return lines
    }

    private func label(of token: Int) -> DisplayText {
        DisplayText("\"" + model.tokenizer.displayText(of: TokenID(token)) + "\"")
    }

    private var settingsText: String {
        var parts = ["T \(Number.short(settings.temperature))"]
        if settings.topP < 1 { parts.append("top-p \(Number.short(settings.topP))") }
        if let topK = settings.topK { parts.append("top-k \(topK)") }
        if settings.minP > 0 { parts.append("min-p \(Number.short(settings.minP))") }
        if settings.typicalP < 1 { parts.append("typical-p \(Number.short(settings.typicalP))") }
        return parts.joined(separator: " · ")
    }

    private func change(_ before: Double, _ after: Double, _ digits: Int) -> String {
        "\(Number.fixed(before, digits)) → \(Number.fixed(after, digits))"
    }

    // MARK: JSON

    var json: JSONValue {
        let after = trace.after
        return .object([
            "model": .string(model.id),
            "prompt": .string(prompt),
            "settings": .object([
                "temperature": .number(settings.temperature), "top_p": .number(settings.topP),
                "top_k": settings.topK.map { .integer($0) } ?? .null, "min_p": .number(settings.minP),
                "typical_p": .number(settings.typicalP), "repetition_penalty": .number(settings.repetitionPenalty),
                "frequency_penalty": .number(settings.frequencyPenalty),
                "presence_penalty": .number(settings.presencePenalty),
                "order": .string(settings.order.rawValue),
            ]),
            "before": summary(of: trace.before),
            "after": summary(of: after),
            "tokens": .array(
                rows.map { row in
                    .object([
                        "id": .integer(row.token),
                        "token": .string(model.tokenizer.displayText(of: TokenID(row.token))),
                        "logit": .number(row.logit), "before": .number(row.probability),
                        "after": .number(after.probability(of: row.token)),
                    ])
                }),
        ])
    }

    private func summary(of distribution: Distribution) -> JSONValue {
        .object([
            "kept": .integer(distribution.count), "entropy_bits": .number(distribution.entropy),
            "perplexity": .number(distribution.perplexity), "nucleus_0.9": .integer(distribution.nucleusCount(0.9)),
        ])
    }
}
