/// What kind of secret was found.
public enum SecretKind: String, CaseIterable, Hashable, Sendable {
    case openai = "OpenAI key"
    case anthropic = "Anthropic key"
    case lab = "key of a lab"
    case aws = "AWS access key"
    case github = "GitHub token"
    case gitlab = "GitLab token"
    case google = "Google API key"
    case slack = "Slack token"
    case stripe = "Stripe key"
    case huggingFace = "Hugging Face token"
    case npm = "npm token"
    case privateKey = "private key"
    case assignment = "secret in an assignment"

    /// Where it is made invalid.
    public var rotation: String {
        switch self {
        case .openai: "https://platform.openai.com/api-keys"
        case .anthropic: "https://console.anthropic.com/settings/keys"
        case .lab: "`keys rotate`"
        case .aws: "the IAM console, Security credentials"
        case .github: "https://github.com/settings/tokens"
        case .gitlab: "User settings, Access tokens"
        case .google: "https://console.cloud.google.com/apis/credentials"
        case .slack: "https://api.slack.com/apps"
        case .stripe: "https://dashboard.stripe.com/apikeys"
        case .huggingFace: "https://huggingface.co/settings/tokens"
        case .npm: "`npm token revoke`"
        case .privateKey: "wherever its public half is trusted"
        case .assignment: "whoever gave it out"
        }
    }
}

/// A secret in some bytes.
public struct SecretMatch: Hashable, Sendable {
    public var kind: SecretKind
    /// Where it stands.
    public var range: Range<Int>
    public var bytes: [UInt8]

    /// What may be shown: a known prefix, an ellipsis, and the last four characters.
    public var redacted: String {
        if kind == .privateKey { return String(decoding: bytes, as: UTF8.self) + "…" }
        let text = String(decoding: bytes, as: UTF8.self)
        let prefix = SecretPattern.prefixes.first { text.hasPrefix($0) } ?? ""
        return prefix + "…" + (text.count - prefix.count >= 12 ? text.suffix(4) : "")
    }
}
