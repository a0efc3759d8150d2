/// What turns a model's logits into the distribution that a token is drawn from.
///
/// The default leaves the model's own distribution as it is.
public struct SamplingSettings: Hashable, Sendable, Codable {
    /// What the logits are divided by: finite, 0 or more. 1 changes nothing; 0 is greedy, and keeps only the token with
    /// the highest logit (of equal ones the first in the vocabulary).
    public var temperature: Double
    /// Keeps the smallest set of most probable tokens whose probabilities together reach this, from 0 to 1.
    /// 1 keeps all; 0 keeps one.
    public var topP: Double
    /// Keeps this many of the most probable tokens, 1 or more. `nil` keeps all.
    public var topK: Int?
    /// Keeps the tokens at least this fraction as probable as the most probable one, from 0 to 1. 0 keeps all; 1 keeps
    /// those that are as probable.
    public var minP: Double
    /// Keeps the tokens whose surprise, −log p, is nearest to the entropy, until their probabilities together reach
    /// this, from 0 to 1. 1 keeps all; 0 keeps the one that is most typical, which need not be the most probable.
    public var typicalP: Double
    /// What a logit above 0 of a token that has been seen is divided by, and one below 0 multiplied by, once however
    /// often it was seen: finite, above 0. 1 changes nothing; less than 1 makes repeating more probable.
    public var repetitionPenalty: Double
    /// What is subtracted from a token's logit for each time that it has been seen: finite. 0 changes nothing.
    public var frequencyPenalty: Double
    /// What is subtracted from a token's logit if it has been seen at all: finite. 0 changes nothing.
    public var presencePenalty: Double
    /// What is added to single tokens' logits: finite, or minus infinity, which excludes the token.
    public var logitBias: [Int: Double]
    public var order: Order

    public init(
        temperature: Double = 1, topP: Double = 1, topK: Int? = nil, minP: Double = 0, typicalP: Double = 1,
        repetitionPenalty: Double = 1, frequencyPenalty: Double = 0, presencePenalty: Double = 0,
        logitBias: [Int: Double] = [:], order: Order = .openai
    ) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.minP = minP
        self.typicalP = typicalP
        self.repetitionPenalty = repetitionPenalty
        self.frequencyPenalty = frequencyPenalty
        self.presencePenalty = presencePenalty
        self.logitBias = logitBias
        self.order = order
    }

    /// Always the most probable token.
    public static let greedy = SamplingSettings(temperature: 0)

    /// Throws ``SamplingError/setting(name:found:allowed:)`` for the first setting that is out of its range.
    public func validate() throws(SamplingError) {
        guard temperature.isFinite, temperature >= 0 else {
            throw .setting(name: "temperature", found: "\(temperature)", allowed: "a finite number, 0 or more")
        }
        try Self.checkShare(topP, "top-p")
        if let topK, topK < 1 {
            throw .setting(name: "top-k", found: "\(topK)", allowed: "a whole number, 1 or more")
        }
        try Self.checkShare(minP, "min-p")
        try Self.checkShare(typicalP, "typical-p")
        guard repetitionPenalty.isFinite, repetitionPenalty > 0 else {
            throw .setting(
                name: "the repetition penalty", found: "\(repetitionPenalty)", allowed: "a finite number above 0")
        }
        for (name, penalty) in [("frequency", frequencyPenalty), ("presence", presencePenalty)]
        where !penalty.isFinite {
            throw .setting(name: "the \(name) penalty", found: "\(penalty)", allowed: "a finite number")
        }
        for (token, bias) in logitBias.sorted(by: { $0.key < $1.key }) where !(bias < .infinity) {
            throw .setting(
                name: "the bias of token \(token)", found: "\(bias)", allowed: "a finite number, or -inf to exclude it")
        }
    }

    private static func checkShare(_ value: Double, _ name: String) throws(SamplingError) {
        // Written so that NaN fails too.
        guard value >= 0, value <= 1 else {
            throw .setting(name: name, found: "\(value)", allowed: "a number from 0 to 1")
        }
    }
}
