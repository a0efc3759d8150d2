/// Why no distribution can be made.
public enum SamplingError: Error, Hashable, Sendable {
    /// A setting is outside its range.
    case setting(name: String, found: String, allowed: String)
    case noLogits
    /// More than can be added up without rounding.
    case tooManyLogits(count: Int, limit: Int)
    case notANumber(token: Int)
    case positiveInfinity(token: Int)
    /// Every logit is minus infinity: all tokens were excluded.
    case allExcluded(count: Int)
    case biasOutsideVocabulary(token: Int, count: Int)
    /// A stop string is empty: it would match before the first character.
    case emptyStopString(position: Int)
}

extension SamplingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .setting(let name, let found, let allowed): "\(name) is \(found), but must be \(allowed)"
        case .noLogits: "there are no logits to choose from: a model gives one for each token of its vocabulary"
        case .tooManyLogits(let count, let limit): "there are \(count) logits: at most \(limit) can be sampled from"
        case .notANumber(let token): "the logit of token \(token) is not a number (NaN): the model's arithmetic failed"
        case .positiveInfinity(let token):
            "the logit of token \(token) is +infinity: logits must be finite, or -infinity to exclude a token"
        case .allExcluded(let count): "all \(count) logits are -infinity: at least one token must remain"
        case .biasOutsideVocabulary(let token, let count):
            "there is no token \(token) to bias: the vocabulary's tokens are 0 to \(count - 1)"
        case .emptyStopString(let position):
            "stop string \(position + 1) is empty: give at least one character, or leave it out"
        }
    }
}
