import Foundation
import Sampling
import Terminal

/// Answers to what puzzles people about samplers, where the numbers at hand give the occasion.
enum SamplerNotes {
    /// What to say about `trace`; `name` gives a token as it is read.
    static func puzzles(of trace: SamplingTrace, name: (Int) -> String) -> [DisplayText] {
        [temperature(trace, name), logProbabilities(trace, name)].compactMap(\.self)
    }

    /// What each stage cut or changed.
    static func stages(of trace: SamplingTrace) -> [DisplayText] {
        trace.stages.compactMap { stage in
            if !stage.adjustments.isEmpty {
                let count = stage.adjustments.count
                return DisplayText(
                    "\(stage.name) \(stage.setting): \(Number.tokens(count)) \(count == 1 ? "has" : "have") another logit",
                    style: .dim)
            }
            guard stage.kept < stage.received else { return nil }
            return DisplayText(
                "\(stage.name) \(stage.setting): \(Number.grouped(stage.received)) → \(Number.tokens(stage.kept)), "
                    + "\(Number.percent(stage.removedMass)) of the probability cut, the rest renormalised",
                style: .dim)
        }
    }

    /// Why a temperature changes less than one would think.
    private static func temperature(_ trace: SamplingTrace, _ name: (Int) -> String) -> DisplayText? {
        let settings = trace.settings
        let value = Number.short(settings.temperature)
        guard settings.temperature != 1 else { return nil }
        if settings.temperature == 0 {
            return DisplayText("T 0 takes the highest logit: one token is left, and no seed makes a difference.")
        }
        let cuts = trace.stages.filter { !$0.stage.adjustsLogits && $0.stage != .temperature && $0.kept < $0.received }
        if trace.after.count == 1, let cut = cuts.last {
            // A temperature below 1 that comes before such a cut may be what made it so sharp.
            guard settings.order == .llamaCpp || settings.temperature > 1 || cut.stage == .topK else {
                return DisplayText(
                    "In this order T comes first: T \(value) gives \(name(trace.after.top.token)) so much that "
                        + "\(cut.name) \(cut.setting) leaves nothing else.")
            }
            return DisplayText(
                "Why T \(value) changes nothing here: \(cut.name) \(cut.setting) leaves one token, \(name(trace.after.top.token)), "
                    + "and one token alone has 100 % at any temperature.")
        }
        if settings.order == .llamaCpp, !cuts.isEmpty {
            return DisplayText(
                "In this order the cuts come first: T \(value) reshapes the \(Number.tokens(trace.after.count)) they left, "
                    + "and brings none back.")
        }
        return nil
    }

    private static func logProbabilities(_ trace: SamplingTrace, _ name: (Int) -> String) -> DisplayText? {
        let token = trace.after.top.token
        let (before, after) = (trace.before.probability(of: token), trace.after.probability(of: token))
        guard abs(before - after) >= 0.0005 else { return nil }
        let logarithm = { (share: Double) in
            "ln \(share < 0.001 ? String(format: "%.1e", share) : Number.fixed(share, 3)) = \(Number.fixed(log(share), 3))"
        }
        guard before >= 0.001 else { return nil }
        return DisplayText(
            "\(name(token)) has two log-probabilities: \(logarithm(before)) by the model, \(logarithm(after)) by the "
                + "sampler. An API reports one or the other; the lab reports the model's.")
    }
}
