/// Why a model cannot do what was asked.
public enum ModelError: Error, Hashable, Sendable {
    case unknownModel(name: String, available: [String])
    /// The prompt alone is longer than the model's context.
    case promptTooLong(tokens: Int, contextLength: Int)
    case tokenOutsideVocabulary(token: Int, vocabularySize: Int)
    case negativeMaxTokens(Int)
    /// There is no token to predict the next one from.
    case emptyPrompt
    /// A model file with something in it that there is no code for here.
    case unsupported(String)
    case outOfMemory(bytes: Int)
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
        case .emptyPrompt: "the prompt is empty: this model needs one token at least"
        case .unsupported(let what): "the model cannot be used here: it has \(what)"
        case .outOfMemory(let bytes): "there is no memory for \(bytes >> 20) MiB of keys and values"
        case .negativeMaxTokens(let count): "max tokens is \(count), but must be 0 or more"
        }
    }
}
