import Foundation
import Sampling
import Terminal

/// What one stage does in a line, its formula, and the formula with the numbers at hand put in.
struct StageExplanation {
    let title: String
    let formula: String
    let numbers: String

    /// How logits become probabilities, before any setting.
    static func softmax(of distribution: Distribution, name: (Int) -> String) -> StageExplanation {
        let first = distribution.top
        let total = exp(first.logit) / first.probability
        let numbers =
            total.isFinite && exp(first.logit) >= 0.01 && total < 1e15
            ? "\(name(first.token)): e^\(fixed(first.logit)) = \(short(exp(first.logit))), and the sum over "
                + "\(Number.tokens(distribution.count)) is \(short(total)): \(short(exp(first.logit))) / \(short(total)) = \(Number.percent(first.probability))"
            : "\(name(first.token)) has the logit \(fixed(first.logit)), and its share of the sum over "
                + "\(Number.tokens(distribution.count)) is \(Number.percent(first.probability))"
        return StageExplanation(title: "softmax", formula: "p(i) = e^logit(i) / sum of e^logit(j)", numbers: numbers)
    }

    /// What `record` did to `received`.
    init(_ record: StageRecord, received: Distribution, settings: SamplingSettings, name: (Int) -> String) {
        title = "\(record.name) \(record.setting)"
        let top = received.top
        let kept = record.distribution
        switch record.stage {
        case .logitBias:
            formula = "logit + bias"
            numbers = Self.adjustments(record, name) {
                "\(Self.fixed($0.from)) + \(Self.signed($0.to - $0.from)) = \(Self.fixed($0.to))"
            }
        case .repetitionPenalty:
            let penalty = Number.short(settings.repetitionPenalty)
            formula = "a token seen: logit / r if above 0, logit * r if not, once"
            numbers = Self.adjustments(record, name) {
                "\(Self.fixed($0.from)) \($0.from > 0 ? "/" : "*") \(penalty) = \(Self.fixed($0.to))"
            }
        case .frequencyPenalty:
            formula = "logit - times seen * f"
            numbers = Self.adjustments(record, name) {
                "\(Self.fixed($0.from)) - \($0.count) * \(Number.short(settings.frequencyPenalty)) = \(Self.fixed($0.to))"
            }
        case .presencePenalty:
            formula = "a token seen: logit - a, once"
            numbers = Self.adjustments(record, name) {
                "\(Self.fixed($0.from)) - \(Number.short(settings.presencePenalty)) = \(Self.fixed($0.to))"
            }
        case .temperature:
            formula =
                settings.temperature == 0
                ? "the highest logit, and nothing else" : "p(i) = e^(logit(i) / T) / sum of e^(logit(j) / T)"
            numbers = Self.temperature(settings.temperature, received, name)
        case .topK:
            formula = "the k most probable stay"
            numbers = Self.firstCut(received, kept, name)
        case .topP:
            formula = "the fewest, most probable first, whose sum reaches p"
            let before =
                kept.count > 1
                ? "; \(kept.count - 1) \(kept.count == 2 ? "holds" : "hold") only \(Number.percent(received.mass(ofFirst: kept.count - 1)))"
                : ""
            numbers =
                "\(Number.tokens(kept.count)) \(kept.count == 1 ? "holds" : "hold") \(Number.percent(1 - record.removedMass)), "
                + "which reaches \(Number.percent(settings.topP))\(before)"
        case .minP:
            let threshold = settings.minP * top.probability
            formula = "stay if p >= min-p * the highest p"
            numbers =
                "\(Number.short(settings.minP)) * \(Number.percent(top.probability)) = \(Number.percent(threshold)): "
                + Self.firstCut(received, kept, name)
        case .typicalP:
            formula = "those whose surprise, -log2 p, is nearest to the entropy, until they hold typical-p"
            numbers =
                "the entropy is \(Self.fixed(received.entropy)) bits, a probability of \(Number.percent(exp2(-received.entropy))): the "
                + "\(Number.tokens(kept.count)) nearest to it hold \(Number.percent(1 - record.removedMass))"
        }
    }

    init(title: String, formula: String, numbers: String) {
        (self.title, self.formula, self.numbers) = (title, formula, numbers)
    }

    // MARK: Numbers

    private static func temperature(_ temperature: Double, _ received: Distribution, _ name: (Int) -> String) -> String
    {
        let two = received.first(2)
        guard let first = two.first else { return "" }
        guard temperature > 0 else { return "\(name(first.token)): \(fixed(first.logit))" }
        guard two.count > 1 else { return "\(name(first.token)) is alone, and has 100 % at any temperature" }
        let lead = first.logit - two[1].logit
        return "\(name(first.token)) leads \(name(two[1].token)) by \(fixed(lead)), that is \(odds(lead)); "
            + "\(fixed(lead)) / \(Number.short(temperature)) = \(fixed(lead / temperature)) makes it \(odds(lead / temperature))"
    }

    /// `e^1.22 = 3.4 to 1`
    private static func odds(_ lead: Double) -> String { "e^\(fixed(lead)) = \(short(exp(lead))) to 1" }

    private static func firstCut(_ received: Distribution, _ kept: Distribution, _ name: (Int) -> String) -> String {
        let ranked = received.first(kept.count + 1)
        guard kept.count < received.count, let last = ranked.last else { return "nothing is cut" }
        return
            "\(Number.grouped(received.count)) → \(Number.tokens(kept.count)); the first to go is \(name(last.token)) with "
            + Number.percent(last.probability)
    }

    /// The first two that were changed, as a calculation each.
    private static func adjustments(
        _ record: StageRecord, _ name: (Int) -> String, _ calculation: (LogitAdjustment) -> String
    ) -> String {
        guard !record.adjustments.isEmpty else { return "no token of the vocabulary has been seen" }
        let shown = record.adjustments.sorted { $0.from > $1.from }.prefix(2)
        let rest = record.adjustments.count - shown.count
        return shown.map { "\(name($0.token)): \(calculation($0))" }.joined(separator: "; ")
            + (rest > 0 ? "; and \(Number.grouped(rest)) more" : "")
    }

    private static func fixed(_ value: Double) -> String { Number.fixed(value, 2) }
    private static func signed(_ value: Double) -> String { value < 0 ? "(\(fixed(value)))" : fixed(value) }

    /// Three significant digits, an exponent where it is long.
    private static func short(_ value: Double) -> String {
        switch value {
        case 1000..<1e9: Number.grouped(Int(value.rounded()))
        case 0.01..<1000: String(format: value < 10 ? "%.2f" : "%.1f", value)
        default: String(format: "%.2e", value)
        }
    }
}
