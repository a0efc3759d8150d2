/// What a part of a stream says of tokens.
public enum StreamUsage: Hashable, Sendable {
    /// The request did not ask for it.
    case absent
    /// `null`: it comes in a later part.
    case pending
    case tokens(TokenUsage)

    /// The value of `usage`, its tokens as `json` writes them; `nil` where there is no such member.
    func json(_ json: (TokenUsage) -> JSONValue) -> JSONValue? {
        switch self {
        case .absent: nil
        case .pending: .null
        case .tokens(let usage): json(usage)
        }
    }
}
