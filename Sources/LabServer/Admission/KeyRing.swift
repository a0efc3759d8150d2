internal import ModelAPI
internal import Synchronization

/// The keys that the lab knows of, and those that it accepts.
///
/// Raw keys are held in memory only. They are compared in constant time, with every key that there is, so that the time of an
/// answer tells nothing of them.
final class KeyRing: Sendable {
    /// What became of a key that a client gave.
    enum Finding: Sendable {
        case accepted(Caller)
        case unknown
        /// A key of the lab's, but of the other provider.
        case otherProvider
        case revoked
        case expired
    }

    private struct State {
        var records: [KeyRecord] = []
        var made = 0
    }

    private let state = Mutex(State())
    private let identifiers: Identifiers
    private let now: @Sendable () -> Int

    /// A ring with a key for each provider, of its first organisation.
    init(keys: [Provider: APIKey], identifiers: Identifiers, now: @escaping @Sendable () -> Int) {
        self.identifiers = identifiers
        self.now = now
        let created = now()
        for provider in Provider.allCases {
            guard let key = keys[provider] else { continue }
            let record = KeyRecord(
                id: "key_lab_\(provider.rawValue)", name: "lab", provider: provider,
                organization: Self.organization(provider, "lab"), project: Self.project(provider, "lab"),
                created: created, secrets: [.init(key: key)])
            state.withLock { $0.records.append(record) }
        }
    }

    // MARK: Asking

    /// Who holds `key`.
    func find(_ key: APIKey, of provider: Provider) -> Finding {
        let now = now()
        return state.withLock { state in
            var found: (index: Int, isCurrent: Bool)?
            for (index, record) in state.records.enumerated() {
                for secret in record.secrets where secret.key == key {
                    found = (index, secret.until.map { $0 > now } ?? true)
                }
            }
            guard let found else { return .unknown }
            let record = state.records[found.index]
            guard record.provider == provider else { return .otherProvider }
            guard record.revoked == nil, found.isCurrent else { return .revoked }
            guard record.state(at: now) == "active" else { return .expired }
            state.records[found.index].lastUsed = now
            return .accepted(
                Caller(
                    provider: provider, organization: record.organization, keyID: record.id, project: record.project,
                    permission: record.permission))
        }
    }

    /// Who holds `key`; `nil` if nobody does whose requests are accepted.
    func caller(with key: APIKey, of provider: Provider) -> Caller? {
        if case .accepted(let caller) = find(key, of: provider) { caller } else { nil }
    }

    /// Every key, the oldest first.
    var records: [KeyRecord] { state.withLock { $0.records } }

    var organizations: [String] {
        state.withLock {
            $0.records.reduce(into: []) { if !$0.contains($1.organization) { $0.append($1.organization) } }
        }
    }

    // MARK: Changing

    /// Makes a key. Its secret is told now and never again.
    func create(
        _ provider: Provider, name: String, organization: String?, project: String?, permission: KeyPermission,
        expires: Int?
    ) -> (record: KeyRecord, secret: APIKey) {
        let secret = makeSecret(provider)
        let record = KeyRecord(
            id: "key_" + identifiers.letters(16), name: name, provider: provider,
            organization: organization ?? Self.organization(provider, "lab"),
            project: project ?? Self.project(provider, "lab"), permission: permission, created: now(),
            expires: expires, secrets: [.init(key: secret)])
        state.withLock { $0.records.append(record) }
        return (record, secret)
    }

    /// Changes a key, named by its id, its name, or the end of its secret; `nil` if none is meant, or several.
    func change(_ name: String, _ change: (inout KeyRecord) -> Void) -> KeyRecord? {
        state.withLock { state in
            guard let index = Self.index(of: name, in: state.records) else { return nil }
            change(&state.records[index])
            return state.records[index]
        }
    }

    /// Gives a key a new secret. The old one is good for another `overlap` seconds.
    func rotate(_ name: String, overlap: Int) -> (record: KeyRecord, secret: APIKey)? {
        let now = now()
        guard let provider = change(name, { _ in })?.provider else { return nil }
        let secret = makeSecret(provider)
        let record = change(name) { record in
            for index in record.secrets.indices {
                record.secrets[index].until = min(record.secrets[index].until ?? .max, now + overlap)
            }
            record.secrets.insert(.init(key: secret), at: 0)
            record.secrets = Array(record.secrets.prefix(8))
        }
        return record.map { ($0, secret) }
    }

    func revoke(_ name: String) -> KeyRecord? {
        let now = now()
        return change(name) { $0.revoked = $0.revoked ?? now }
    }

    // A revoked key still stands in the list, but its name is free for another.
    private static func index(of name: String, in records: [KeyRecord]) -> Int? {
        if let index = records.firstIndex(where: { $0.id == name }) { return index }
        let named = records.indices.filter { records[$0].name == name }
        let open = named.filter { records[$0].revoked == nil }
        if open.count == 1 { return open[0] }
        if named.count == 1 { return named[0] }
        guard named.isEmpty, name.count >= 4 else { return nil }
        let ending = records.indices.filter { records[$0].redacted.hasSuffix(name) }
        return ending.count == 1 ? ending[0] : nil
    }

    private func makeSecret(_ provider: Provider) -> APIKey {
        switch provider {
        case .openai: APIKey("sk-lab-" + identifiers.letters(32))
        case .anthropic: APIKey("sk-ant-lab-" + identifiers.letters(32))
        }
    }

    // MARK: Names

    /// An organisation's id, as the provider forms them: `org-lab`, or a UUID made of the name.
    static func organization(_ provider: Provider, _ name: String) -> String {
        switch provider {
        case .openai: name.hasPrefix("org-") ? name : "org-" + name
        case .anthropic:
            if name == "lab" { "00000000-0000-4000-8000-000000000000" } else { isUUID(name) ? name : uuid(of: name) }
        }
    }

    static func project(_ provider: Provider, _ name: String) -> String {
        switch provider {
        case .openai: name.hasPrefix("proj_") ? name : "proj_" + name
        case .anthropic: name.hasPrefix("wrkspc_") ? name : "wrkspc_" + name
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        text.count == 36 && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || Character(UnicodeScalar($0)).isHexDigit }
    }

    /// Equal names, equal ids (FNV-1a, twice).
    private static func uuid(of name: String) -> String {
        func hash(_ seed: UInt64) -> String {
            var hash = seed
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            let text = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let digits = Array(hash(0xcbf2_9ce4_8422_2325) + hash(0x8422_2325_cbf2_9ce4))
        return String(digits[0..<8]) + "-" + String(digits[8..<12]) + "-4" + String(digits[13..<16]) + "-8"
            + String(digits[17..<20]) + "-" + String(digits[20..<32])
    }
}

/// Whose request it is.
struct Caller: Hashable, Sendable {
    var provider: Provider
    /// What limits count for, and what owns files, jobs and batches.
    var organization: String
    /// Which key it was, by a name that is no secret.
    var keyID: String
    var project = ""
    var permission = KeyPermission.all
}
