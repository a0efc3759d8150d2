internal import ModelAPI
internal import NIOCore

/// What endpoints work with.
struct Lab: Sendable {
    let facts: APIFacts
    let limits: LabLimits
    let keys: [Provider: APIKey]
    let engine: Engine
    let identifiers: Identifiers
    let connections: ConnectionRegistry
    let projector: Projector
    let now: @Sendable () -> Int
}

/// A request that an endpoint answers.
struct LabRequest: Sendable {
    /// Whose API it speaks.
    var provider: Provider
    var method: String
    var path: String
    /// What stands for the `*` in the route's path, decoded.
    var name: String
    var query: [String: String]
    /// Names in lower case, the first of each.
    var fields: [String: String]
    var body: [UInt8]
    /// The request's id, as the header and the envelope of an error carry it.
    var id: String
    var connection: Connection?
    var begin: NIODeadline

    /// Whether anybody may still read the answer.
    var isWanted: Bool { connection?.hasLeft != true }

    /// Whether anybody is likely to wait for an answer that is written only when it is whole. An answer that is streamed need
    /// not guess: writing tells.
    var isAwaited: Bool { isWanted && connection?.isSilent != true }

    /// The body as JSON, or the error that the provider answers.
    func json(depth: Int) throws(APIError) -> JSONValue {
        do {
            return try JSONValue.parse(body, limits: .init(depth: depth))
        } catch {
            switch provider {
            case .openai:
                throw .openai(
                    400, "We could not parse the JSON body of your request. (The lab adds: \(error).)",
                    code: nil)
            case .anthropic: throw .anthropic(400, "The request body is not valid JSON: \(error)")
            }
        }
    }
}
