/// Whose API a request speaks.
public enum Provider: String, CaseIterable, Sendable, Codable {
    case openai, anthropic

    /// The name as its owner writes it.
    public var displayName: String {
        switch self {
        case .openai: "OpenAI"
        case .anthropic: "Anthropic"
        }
    }

    /// The environment variable in which the provider's own packages look for the key.
    public var keyVariable: String {
        switch self {
        case .openai: "OPENAI_API_KEY"
        case .anthropic: "ANTHROPIC_API_KEY"
        }
    }
}
