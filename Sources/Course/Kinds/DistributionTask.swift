/// Choose sampler settings, so that a distribution comes out that passes checks.
public struct DistributionTask: Hashable, Sendable {
    public var source: Source
    /// What the learner sets; at least one. An answer without names, such as `0.70`, sets the only one.
    public var adjustable: [SamplerSetting]
    /// What is set already; the others have their neutral values.
    public var fixed: [SamplerSetting: Double]
    /// At least one.
    public var checks: [Check<DistributionSubject>]

    public init(
        source: Source, adjustable: [SamplerSetting], fixed: [SamplerSetting: Double] = [:],
        checks: [Check<DistributionSubject>]
    ) {
        self.source = source
        self.adjustable = adjustable
        self.fixed = fixed
        self.checks = checks
    }

    /// Where the logits come from.
    public enum Source: Hashable, Sendable {
        /// What the named model says about the next token after a text.
        case model(String, after: String)
        /// Given by the exercise, in the file's order.
        case logits([TokenLogit])
    }

    public struct TokenLogit: Hashable, Sendable {
        public var token: String
        public var logit: Double

        public init(token: String, logit: Double) {
            self.token = token
            self.logit = logit
        }
    }

    /// The settings in what a learner typed: `0.70`, `temperature=0.5 top-p=0.9`, `--temperature 0.5`, commas allowed between.
    ///
    /// - Returns: values of adjustable settings only, each in its range; those not named are left out.
    /// - Throws: what cannot be read, and what to type instead.
    public func settings(from text: String) throws(SettingsError) -> [SamplerSetting: Double] {
        let separators: (Character) -> Bool = { $0.isWhitespace || $0 == "," || $0 == "=" || $0 == ":" }
        var words = text.prefix(1000).split(whereSeparator: separators)[...]
        guard !words.isEmpty else { throw .nothing(adjustable) }
        if words.count == 1, adjustable.count == 1, let value = PlainNumber.value(of: words[0]) {
            return [adjustable[0]: try checked(value, adjustable[0])]
        }
        var settings: [SamplerSetting: Double] = [:]
        while let word = words.popFirst() {
            let name = word.drop { $0 == "-" }.lowercased().replacing("_", with: "-")
            guard let setting = SamplerSetting(rawValue: name) else { throw .unknown(String(word), adjustable) }
            guard adjustable.contains(setting) else { throw .notAdjustable(setting, adjustable) }
            guard let number = words.popFirst(), let value = PlainNumber.value(of: number) else {
                throw .noNumber(setting)
            }
            guard settings[setting] == nil else { throw .twice(setting) }
            settings[setting] = try checked(value, setting)
        }
        return settings
    }

    private func checked(_ value: Double, _ setting: SamplerSetting) throws(SettingsError) -> Double {
        guard setting.allows(value) else { throw .outOfRange(setting, value) }
        return value
    }
}

/// A setting of the sampler, named as at the prompt.
public enum SamplerSetting: String, CaseIterable, Hashable, Sendable, Codable {
    case temperature
    case topP = "top-p"
    case topK = "top-k"
    case minP = "min-p"

    /// Temperature 0 or more, top-p over 0 up to 1, top-k a whole number from 1, min-p from 0 to 1.
    public func allows(_ value: Double) -> Bool {
        switch self {
        case .temperature: value >= 0 && value <= 1000
        case .topP: value > 0 && value <= 1
        case .topK: value >= 1 && value <= 1e9 && value.rounded() == value
        case .minP: value >= 0 && value <= 1
        }
    }

    /// The range in words.
    public var range: String {
        switch self {
        case .temperature: "0 or more"
        case .topP: "over 0, up to 1"
        case .topK: "a whole number from 1"
        case .minP: "from 0 to 1"
        }
    }
}

/// Why a text names no sampler settings.
public enum SettingsError: Error, Hashable, Sendable {
    case nothing([SamplerSetting])
    case unknown(String, [SamplerSetting])
    case notAdjustable(SamplerSetting, [SamplerSetting])
    case noNumber(SamplerSetting)
    case twice(SamplerSetting)
    case outOfRange(SamplerSetting, Double)
}

extension SettingsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nothing(let adjustable): "No setting is named. \(Self.example(adjustable))"
        case .unknown(let word, let adjustable): "'\(word.prefix(40))' is no setting here. \(Self.example(adjustable))"
        case .notAdjustable(let setting, let adjustable):
            "\(setting.rawValue) is not yours to set here. \(Self.example(adjustable))"
        case .noNumber(let setting): "A number has to follow \(setting.rawValue), as in '\(setting.rawValue)=1'."
        case .twice(let setting): "\(setting.rawValue) is set twice."
        case .outOfRange(let setting, let value):
            "\(setting.rawValue) cannot be \(PlainNumber.text(value)): it has to be \(setting.range)."
        }
    }

    private static func example(_ adjustable: [SamplerSetting]) -> String {
        "Type for example '\(adjustable.map { "\($0.rawValue)=1" }.joined(separator: " "))'."
    }
}
