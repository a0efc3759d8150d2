internal import ModelAPI

/// A way for an answer to go wrong.
///
/// A new kind is a file in `Kinds` and a line in ``all``.
struct FaultKind: Sendable {
    /// Which answers it can happen to.
    enum Scope: String, Sendable {
        case any
        /// Those whose request says `"stream": true`.
        case streams
        /// Those that come whole.
        case wholes
    }

    struct Parameter: Sendable {
        var name: String
        /// What is said of it in lists: its values and its default.
        var help: String
    }

    /// What the commands, the routes and the header call it.
    let name: String
    /// One line on what the client sees.
    let summary: String
    var scope = Scope.any
    var parameters: [Parameter] = []
    /// What it does to one answer. Throws if a parameter cannot be read.
    let shape: @Sendable (FaultContext) throws(FaultError) -> Shape

    /// Every kind, in the order in which they are listed.
    static let all: [FaultKind] =
        StatusFaults.all
        + [
            .insufficientQuota, .contentFilter, .refusal, .contextExceeded, .htmlPage, .slowHeaders, .slowFirstToken,
            .stall, .noAnswer, .cut, .earlyEnd, .errorEvent, .malformedChunk, .malformedEvent, .cutCharacter,
            .splitCharacter, .duplicateEvent, .joinedEvents, .byteWrites, .carriageReturns, .comments, .missingUsage,
            .emptyChoices, .wrongContentType, .truncatedBody, .shortBody, .invalidJSON, .hugeHeader,
        ]

    static func named(_ name: String) throws(FaultError) -> FaultKind {
        guard let kind = all.first(where: { $0.name == name.lowercased() }) else { throw .unknownKind(name) }
        return kind
    }

    func fits(isStream: Bool) -> Bool {
        switch scope {
        case .any: true
        case .streams: isStream
        case .wholes: !isStream
        }
    }
}

/// What a kind knows of the answer that it is to spoil.
struct FaultContext: Sendable {
    var provider: Provider
    var path: String
    /// The model that the request names.
    var model: String?
    var isStream: Bool
    var settings: FaultSettings
    /// For what is drawn at random.
    var seed: UInt64

    /// An error in the words of whoever's API it is.
    func error(openai: APIError, anthropic: APIError) -> APIError { provider == .openai ? openai : anthropic }
}
