internal import ModelAPI

/// A key that the lab knows of. The secrets stay inside; everything that shows a key shows ``redacted``.
struct KeyRecord: Sendable {
    /// A secret, and until when it is good; `nil` for always.
    struct Secret: Sendable {
        var key: APIKey
        var until: Int?
    }

    /// `key_…`, a name that is no secret.
    var id: String
    var name: String
    var provider: Provider
    var organization: String
    /// OpenAI's project or Anthropic's workspace.
    var project: String
    var permission: KeyPermission = .all
    /// Seconds since 1970.
    var created: Int
    var expires: Int?
    var revoked: Int?
    /// The newest first; older ones are in their overlap.
    var secrets: [Secret]
    var lastUsed: Int?

    var redacted: String { secrets.first?.key.redacted ?? "" }

    /// `active`, `expired` or `revoked`.
    func state(at now: Int) -> String {
        if revoked != nil { return "revoked" }
        return expires.map { $0 <= now } == true ? "expired" : "active"
    }

    func json(at now: Int) -> JSONValue {
        let number = { (value: Int?) -> JSONValue in value.map { .integer($0) } ?? .null }
        return [
            "id": .string(id), "name": .string(name), "provider": .string(provider.rawValue),
            "organization": .string(organization), "project": .string(project), "redacted": .string(redacted),
            "permission": .string(permission.name),
            "scopes": .array(permission.scopes.sorted().map { .string($0) }), "state": .string(state(at: now)),
            "created": .integer(created), "expires": number(expires), "revoked": number(revoked),
            "last_used": number(lastUsed),
            "old_secret_until": number(
                secrets.dropFirst().compactMap(\.until).filter { $0 > now }.max()),
        ]
    }
}

/// What a key may do.
enum KeyPermission: Hashable, Sendable {
    case all
    /// Reads, and asks no model.
    case readOnly
    /// What these scopes cover. A scope ending in `.write` covers its `.read`.
    case restricted(Set<String>)

    var name: String {
        switch self {
        case .all: "all"
        case .readOnly: "read-only"
        case .restricted: "restricted"
        }
    }

    var scopes: Set<String> { if case .restricted(let scopes) = self { scopes } else { [] } }

    func allows(_ scope: String) -> Bool {
        switch self {
        case .all: true
        case .readOnly: scope.hasSuffix(".read")
        case .restricted(let scopes):
            scopes.contains(scope)
                || scope.hasSuffix(".read") && scopes.contains(scope.dropLast(4) + "write")
        }
    }
}

/// The scopes that endpoints ask for, in the words of OpenAI's restricted keys. Anthropic has none: its keys differ by workspace,
/// and the lab takes the same words for them.
enum KeyScope {
    static let all: [String] = [
        "model.request", "api.model.read", "api.model.write", "api.model.images.request", "api.model.audio.request",
        "api.responses.read", "api.responses.write", "api.files.read", "api.files.write", "api.fine_tuning.read",
        "api.fine_tuning.write", "api.batch.read", "api.batch.write",
    ]

    /// What an endpoint asks for.
    static func needed(method: String, path: String) -> String {
        let access = method == "GET" || method == "HEAD" ? "read" : "write"
        let parts = path.split(separator: "/").dropFirst()
        switch parts.first {
        case "models": return "api.model.\(access)"
        case "files", "uploads": return "api.files.\(access)"
        case "fine_tuning": return "api.fine_tuning.\(access)"
        case "batches": return "api.batch.\(access)"
        case "responses": return "api.responses.\(access)"
        case "images": return "api.model.images.request"
        case "audio": return "api.model.audio.request"
        case "messages" where parts.dropFirst().first == "batches": return "api.batch.\(access)"
        default: return access == "read" && parts.count > 1 ? "api.model.read" : "model.request"
        }
    }
}
