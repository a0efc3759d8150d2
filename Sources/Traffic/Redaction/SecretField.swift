/// How a field's value holds secrets, by its name.
enum SecretField {
    /// A scheme, and what it needs: `Bearer sk-…`.
    case credentials
    /// The value is a key.
    case key
    /// `Cookie` and `Set-Cookie`.
    case cookies, newCookie
    /// Only what looks like a secret is one.
    case none

    init(_ name: String) {
        switch name.lowercased() {
        case "authorization", "proxy-authorization": self = .credentials
        case "cookie": self = .cookies
        case "set-cookie": self = .newCookie
        case let name where name.hasSuffix("api-key") || name.hasSuffix("apikey"): self = .key
        case "x-auth-token", "x-amz-security-token", "ocp-apim-subscription-key": self = .key
        default: self = .none
        }
    }

    /// The secrets in the value that lies in this range.
    func findings(in bytes: [UInt8], _ range: Range<Int>, _ finder: SecretFinder) -> [SecretFinder.Finding] {
        let value = bytes[range]
        let findings: [SecretFinder.Finding]
        switch self {
        case .credentials:
            guard let credential = Self.credential(in: value) else { return [] }
            // Other schemes hold passwords, of which no part is shown.
            let scheme = value[..<credential.lowerBound].split(separator: 0x20).first ?? []
            let isKey = scheme.isEmpty || scheme.elementsEqual("bearer".utf8) { $0 | 0x20 == $1 }
            findings = [isKey ? SecretFinder.finding(credential, in: bytes) : Self.whole(credential)]
        case .key: findings = [SecretFinder.finding(range, in: bytes)]
        case .cookies: findings = value.split(separator: 0x3B).map(Self.cookie)
        case .newCookie: findings = value.split(separator: 0x3B).prefix(1).map(Self.cookie)
        case .none:
            findings = finder.findings(in: Array(value)).map { finding in
                let start = finding.range.lowerBound + range.lowerBound
                return SecretFinder.Finding(
                    range: start..<(start + finding.range.count), shownPrefix: finding.shownPrefix,
                    shownSuffix: finding.shownSuffix)
            }
        }
        return findings.filter { !$0.range.isEmpty && !SecretFinder.isShortened(bytes[$0.range]) }
    }

    /// The credential in the value that may be looked for elsewhere.
    func secret(in value: ArraySlice<UInt8>) -> [UInt8]? {
        let range: Range<Int>?
        switch self {
        case .credentials: range = Self.credential(in: value)
        case .key: range = value.indices
        case .cookies, .newCookie, .none: range = nil
        }
        // A short one would be found where it only happens to stand; one that is redacted is no secret.
        guard let range, range.count >= 8, !SecretFinder.isShortened(value[range]) else { return nil }
        let secret = Array(value[range])
        return secret.contains(Redaction.asterisk) ? nil : secret
    }

    /// What follows the scheme, or all if there is none.
    private static func credential(in value: ArraySlice<UInt8>) -> Range<Int>? {
        guard let space = value.firstIndex(of: 0x20) else { return value.indices }
        return value[space...].firstIndex { $0 != 0x20 }.map { $0..<value.endIndex }
    }

    private static func whole(_ range: Range<Int>) -> SecretFinder.Finding {
        SecretFinder.Finding(range: range, shownPrefix: 0, shownSuffix: 0)
    }

    private static func cookie(_ pair: ArraySlice<UInt8>) -> SecretFinder.Finding {
        let start = pair.firstIndex(of: UInt8(ascii: "=")).map { $0 + 1 } ?? pair.firstIndex { $0 != 0x20 }
        return whole((start ?? pair.endIndex)..<pair.endIndex)
    }
}
