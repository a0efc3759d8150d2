/// The versions of Anthropic's API, named by the `anthropic-version` header, which every request needs.
public enum AnthropicVersion: String, CaseIterable, Sendable {
    case june2023 = "2023-06-01"
    /// Refuses `temperature`, `top_p` and `top_k`, even at their defaults, documents in assistant turns, and citations on
    /// the user's text.
    case october2026 = "2026-10-21"

    /// Throws the error that the API answers to a missing or unknown version.
    public init(header: String?) throws(APIError) {
        guard let header, !header.isEmpty else { throw .anthropic(400, "anthropic-version: header is required") }
        guard let version = Self(rawValue: header) else {
            throw .anthropic(400, "anthropic-version: \(JSONValue.string(header).serialized()) is not a valid version")
        }
        self = version
    }

    /// Parameters of the body that this version does not have.
    var removedFields: Set<String> { self == .october2026 ? ["temperature", "top_p", "top_k"] : [] }
}
