internal import ModelAPI

/// The keys that the lab accepts.
final class KeyRing: Sendable {
    private let keys: [Provider: APIKey]

    init(keys: [Provider: APIKey]) { self.keys = keys }

    /// Who holds `key`; `nil` if nobody does.
    func caller(with key: APIKey, of provider: Provider) -> Caller? {
        guard key == keys[provider] else { return nil }
        return Caller(provider: provider, organization: "lab", keyID: "key_lab")
    }
}

/// Whose request it is.
struct Caller: Hashable, Sendable {
    var provider: Provider
    /// What limits count for, and what owns files, jobs and batches.
    var organization: String
    /// Which key it was, by a name that is no secret.
    var keyID: String
}
