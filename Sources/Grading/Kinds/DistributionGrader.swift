import Course
import LanguageModel
import Sampling
import Tokenization

/// Grades sampler settings by the distribution that comes out of them.
struct DistributionGrader {
    private let exercise: Exercise
    private let task: DistributionTask
    private let solution: Solution?
    private let models: ModelCatalog

    init(_ exercise: Exercise, _ task: DistributionTask, _ solution: Solution?, _ models: ModelCatalog) {
        self.exercise = exercise
        self.task = task
        self.solution = solution
        self.models = models
    }

    func grade(_ answer: String) throws(GradingError) -> Verdict {
        let chosen: [SamplerSetting: Double]
        if let comma = Self.decimalComma(answer) {
            throw .unreadable(
                found: "In '\(comma)' the comma stands where a point should.",
                expected: "Type it with a point, such as 0.7.")
        }
        do {
            chosen = try task.settings(from: answer)
        } catch {
            throw .unreadable(found: Self.cut(answer), expected: error.description)
        }
        let settings = SamplingSettings(task.fixed.merging(chosen) { $1 })
        let (logits, names) = try source()
        let trace: SamplingTrace
        do {
            trace = try SamplingChain(settings).trace(logits: logits)
        } catch {
            throw .noDistribution(reason: error.description)
        }
        let facts = DistributionFacts(trace: trace, settings: settings, names: names)
        let report = CheckReport(task.checks, of: exercise.points) { facts.value(of: $0) }
        let mistakes = (solution?.wrong ?? []).filter { wrong in
            (try? task.settings(from: wrong.answer.typed)) == chosen
        }.compactMap(\.feedback)
        return report.verdict(feedback: [facts.explanation] + mistakes)
    }

    /// `0,70`, which would otherwise be read as two things.
    private static func decimalComma(_ answer: String) -> String? {
        let words = answer.prefix(200).split { $0.isWhitespace || $0 == "=" || $0 == ":" }
        return words.first { word in
            let halves = word.split(separator: ",", omittingEmptySubsequences: false)
            return halves.count == 2 && halves.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
        }.map(String.init)
    }

    private static func cut(_ answer: String) -> String {
        answer.allSatisfy(\.isWhitespace)
            ? "There is no answer yet." : "'\(String(answer.prefix(60)).trimmed)' cannot be read."
    }

    /// The logits, and what the tokens are called.
    private func source() throws(GradingError) -> ([Double], TokenNames) {
        switch task.source {
        case .logits(let logits):
            return (logits.map(\.logit), .given(logits.map(\.token)))
        case .model(let name, let text):
            let model: any LanguageModel
            do {
                model = try models.model(named: name).exact
            } catch {
                throw .modelMissing(name: name, available: models.names, reason: "\(error)")
            }
            do {
                let logits = try model.makeContext().logits(appending: model.promptTokens(for: text))
                return (logits.map(Double.init), .of(model.tokenizer))
            } catch {
                throw .noDistribution(reason: "\(error)")
            }
        }
    }
}

/// What tokens are called.
enum TokenNames {
    case given([String])
    case of(any Tokenizer)

    subscript(index: Int) -> String {
        switch self {
        case .given(let names): names.indices.contains(index) ? names[index] : ""
        case .of(let tokenizer): String(decoding: tokenizer.bytes(of: TokenID(index)), as: UTF8.self)
        }
    }
}

/// What checks can see of a distribution.
struct DistributionFacts {
    let trace: SamplingTrace
    let settings: SamplingSettings
    let names: TokenNames

    func value(of subject: DistributionSubject) -> ObservedValue {
        let kept = trace.after
        return switch subject {
        case .kept: .number(Double(kept.count))
        case .entropy: .number(kept.entropy)
        case .perplexity: .number(kept.perplexity)
        case .top: .string(names[kept.top.token])
        case .topProbability: .number(kept.top.probability)
        case .probability(let text): .number(probability(of: text))
        case .setting(let setting): value(of: setting)
        }
    }

    /// Of all tokens with this text together: a vocabulary may hold two.
    private func probability(of text: String) -> Double {
        (0..<trace.after.vocabularySize).reduce(0) { sum, token in
            trace.after.contains(token) && names[token] == text ? sum + trace.after.probability(of: token) : sum
        }
    }

    private func value(of setting: SamplerSetting) -> ObservedValue {
        switch setting {
        case .temperature: .number(settings.temperature)
        case .topP: .number(settings.topP)
        case .topK: settings.topK.map { .number(Double($0)) } ?? .absent
        case .minP: .number(settings.minP)
        }
    }

    /// What each setting did, in numbers: what was kept, and how much it holds.
    var explanation: String {
        var sentences: [String] = []
        var before = trace.before
        for stage in trace.stages {
            defer { before = stage.distribution }
            switch stage.stage {
            case .temperature:
                guard settings.temperature != 1 else { continue }
                sentences.append(
                    "At temperature \(NumberText.short(settings.temperature)) the most probable token has "
                        + "\(Self.percent(stage.distribution.top.probability)); the entropy is "
                        + "\(NumberText.fixed(stage.entropy, decimals: 2)) bits.")
            case .topK:
                guard let topK = settings.topK else { continue }
                sentences.append("Top-k \(topK) keeps \(Self.tokens(stage.kept)) of \(stage.received).")
            case .topP:
                guard settings.topP != 1 else { continue }
                sentences.append(nucleus(stage, before))
            case .logitBias, .repetitionPenalty, .frequencyPenalty, .presencePenalty, .typicalP:
                // No exercise has these to set.
                continue
            case .minP:
                guard settings.minP != 0 else { continue }
                sentences.append(
                    "Min-p \(NumberText.short(settings.minP)) keeps \(Self.tokens(stage.kept)): those at least "
                        + "\(NumberText.short(settings.minP)) times as probable as the first.")
            }
        }
        if sentences.isEmpty {
            sentences.append("Nothing is cut: \(Self.tokens(trace.after.count)) can be drawn.")
        }
        return sentences.joined(separator: " ")
    }

    /// `0.70 keeps 2 tokens: together they hold 0.708, which reaches 0.70 already.`
    private func nucleus(_ stage: StageRecord, _ before: Distribution) -> String {
        let held = before.mass(ofFirst: stage.kept)
        // As many decimals as it takes to see that what is held is not below what is asked for.
        let decimals = (3...9).first { abs(held - settings.topP) * Self.power($0) >= 1 } ?? 3
        let asked = NumberText.short(settings.topP)
        let mass = NumberText.fixed(held, decimals: decimals)
        if stage.kept == 1 {
            return "Top-p \(asked) keeps 1 token: it holds \(mass), which reaches \(asked) already."
        }
        return "Top-p \(asked) keeps \(stage.kept) tokens: together they hold \(mass), which reaches \(asked) already."
    }

    private static func power(_ decimals: Int) -> Double { (0..<decimals).reduce(1) { product, _ in product * 10 } }

    private static func tokens(_ count: Int) -> String { "\(count) \(count == 1 ? "token" : "tokens")" }

    private static func percent(_ probability: Double) -> String {
        "\(NumberText.fixed(probability * 100, decimals: 1)) %"
    }
}

extension SamplingSettings {
    /// Those not named have their neutral values. A top-k beyond every vocabulary keeps all.
    init(_ values: [SamplerSetting: Double]) {
        self.init(
            temperature: values[.temperature] ?? 1, topP: values[.topP] ?? 1,
            topK: values[.topK].map { Int(min(max(1, $0), 1e9)) }, minP: values[.minP] ?? 0)
    }
}
