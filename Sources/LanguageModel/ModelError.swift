/// Why a model cannot do what was asked.
public enum ModelError: Error, Hashable, Sendable {
    case unknownModel(name: String, available: [String])
    /// The prompt alone is longer than the model's context.
    case promptTooLong(tokens: Int, contextLength: Int)
    case tokenOutsideVocabulary(token: Int, vocabularySize: Int)
    case negativeMaxTokens(Int)
}

extension ModelError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownModel(let name, let available):
            "there is no model '\(name)' here; there is \(available.map { "'\($0)'" }.joined(separator: ", "))"
        case .promptTooLong(let tokens, let contextLength):
            "the prompt has \(tokens) tokens, but the model's context holds \(contextLength): shorten the prompt"
        case .tokenOutsideVocabulary(let token, let vocabularySize):
            "token \(token) is not in the vocabulary, whose tokens are 0 to \(vocabularySize - 1)"
        case .negativeMaxTokens(let count): "max tokens is \(count), but must be 0 or more"
        }
    }
}
