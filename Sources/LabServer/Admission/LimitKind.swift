internal import ModelAPI

/// What a limit counts.
package enum LimitKind: String, CaseIterable, Sendable, Codable {
    case requestsPerMinute = "rpm"
    case tokensPerMinute = "tpm"
    case inputTokensPerMinute = "itpm"
    case outputTokensPerMinute = "otpm"
    case requestsPerDay = "rpd"
    case tokensPerDay = "tpd"
    /// Requests whose answer is not yet written to its end.
    case concurrent

    package var isDaily: Bool { self == .requestsPerDay || self == .tokensPerDay }

    package var countsRequests: Bool { self == .requestsPerMinute || self == .requestsPerDay || self == .concurrent }

    /// As a table names it.
    package var title: String {
        switch self {
        case .requestsPerMinute: "requests per minute"
        case .tokensPerMinute: "tokens per minute"
        case .inputTokensPerMinute: "input tokens per minute"
        case .outputTokensPerMinute: "output tokens per minute"
        case .requestsPerDay: "requests per day"
        case .tokensPerDay: "tokens per day"
        case .concurrent: "concurrent requests"
        }
    }

    /// What a request costs here.
    func cost(of claim: LimitClaim) -> Int {
        switch self {
        case .requestsPerMinute, .requestsPerDay, .concurrent: claim.requests
        case .tokensPerMinute, .tokensPerDay: claim.tokens
        case .inputTokensPerMinute: claim.input
        case .outputTokensPerMinute: claim.output
        }
    }
}

/// What is taken from the limits.
struct LimitClaim: Hashable, Sendable {
    var requests = 0
    /// For limits that count tokens of both directions.
    var tokens = 0
    var input = 0
    var output = 0
}

/// The limits that hold for somebody: a number for each kind that is limited.
package typealias LimitSet = [LimitKind: Int]
