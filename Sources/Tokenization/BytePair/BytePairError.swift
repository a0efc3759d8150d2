/// What is wrong with the files that a ``BytePairTokenizer`` is made from. Lines count from 1, ids and merges from 0.
public enum BytePairError: Error, Hashable, Sendable {
    case empty
    case tooManyTokens(limit: Int)
    case wrongCount(found: Int, expected: Int)
    case notBase64(line: Int)
    case wrongRank(line: Int, expected: Int)
    case duplicate(token: TokenID, first: TokenID)
    case missingByte(UInt8)
    case unmappedText(token: TokenID)
    case mergeWithoutSpace(merge: Int)
    case mergeOfUnknownTokens(merge: Int)
    case duplicateSpecial(token: TokenID)
}

extension BytePairError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "there are no tokens"
        case .tooManyTokens(let limit): "there are more tokens, or more bytes of tokens, than the \(limit) allowed"
        case .wrongCount(let found, let expected): "there are \(found) tokens, and should be \(expected)"
        case .notBase64(let line): "line \(line) does not begin with base64 and a space"
        case .wrongRank(let line, let expected): "line \(line) must end with its rank, \(expected)"
        case .duplicate(let token, let first): "token \(token) has the same bytes as token \(first)"
        case .missingByte(let byte): "no token is the single byte \(byte)"
        case .unmappedText(let token): "the text of token \(token) is not in GPT-2's byte alphabet"
        case .mergeWithoutSpace(let merge): "merge \(merge) is not two tokens with a space between them"
        case .mergeOfUnknownTokens(let merge): "merge \(merge) joins tokens, or makes one, that the vocabulary lacks"
        case .duplicateSpecial(let token): "special token \(token) has the text of another, or none"
        }
    }
}
