/// What a check can look at in a distribution and the settings that made it.
public enum DistributionSubject: CheckSubject {
    /// How many tokens were kept.
    case kept
    /// In bits.
    case entropy
    case perplexity
    /// The most probable token's text.
    case top
    case topProbability
    /// The probability of the token with this text; 0 for a token that was cut.
    case probability(of: String)
    /// The value that was set.
    case setting(SamplerSetting)

    static let spellings =
        ["kept", "entropy", "perplexity", "top", "top-probability", "probability TOKEN"]
        + SamplerSetting.allCases.map(\.rawValue)

    public static func parse(_ text: String) throws(SubjectError) -> DistributionSubject {
        switch text {
        case "kept": return .kept
        case "entropy": return .entropy
        case "perplexity": return .perplexity
        case "top": return .top
        case "top-probability": return .topProbability
        default: break
        }
        if let setting = SamplerSetting(rawValue: text) { return .setting(setting) }
        let (word, rest) = SubjectText.split(text)
        guard word == "probability", !rest.isEmpty else { throw .unknown(text, among: spellings) }
        return .probability(of: SubjectText.unquoted(rest))
    }

    public var valueType: ValueType {
        switch self {
        case .top: .text
        case .kept, .entropy, .perplexity, .topProbability, .probability, .setting: .number
        }
    }

    public var description: String {
        switch self {
        case .kept: "kept"
        case .entropy: "entropy"
        case .perplexity: "perplexity"
        case .top: "top"
        case .topProbability: "top-probability"
        case .probability(let token): "probability \"\(token)\""
        case .setting(let setting): setting.rawValue
        }
    }
}
