internal import DataFiles
internal import ModelAPI
internal import NIOCore

/// A request that an endpoint answers.
struct LabRequest: Sendable {
    /// Whose API it speaks.
    var provider: Provider
    var method: String
    /// Without the query, as written.
    var path: String
    /// What stands for each `*` in the endpoint's path, decoded.
    var parameters: [String] = []
    var query: Query
    /// Names in lower case, the first of each.
    var fields: [String: String]
    var body: [UInt8] = []
    /// The request's id, as the header and the envelope of an error carry it.
    var id: String
    /// The day for which it is answered; `nil` for the lab's own.
    var day: CivilDate?
    /// Whose key it came with. Set once the key is checked.
    var caller: Caller?
    /// `nil` for a request that the lab makes itself, as for a batch.
    var connection: Connection?
    var begin: NIODeadline
    let ticket = Ticket()
    /// What is done to its answer; mostly nothing.
    var shape: Shape?

    /// What stands for the endpoint's first `*`.
    var name: String { parameters.first ?? "" }

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

/// The query of a request's target, decoded.
struct Query: Sendable {
    var items: [(name: String, value: String)] = []

    /// The first value of a name.
    subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of a name, also as a list is written: `name[]=a&name[]=b`.
    func all(_ name: String) -> [String] {
        items.filter { $0.name == name || $0.name == name + "[]" }.map(\.value)
    }
}
