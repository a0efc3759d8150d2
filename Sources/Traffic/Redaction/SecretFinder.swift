/// Finds secrets in bytes by their looks.
struct SecretFinder: Sendable {
    struct Finding: Hashable, Sendable {
        var range: Range<Int>
        /// How much of the secret's beginning and end may be shown.
        var shownPrefix: Int
        var shownSuffix: Int
    }

    /// Keys known from the request: they are found wherever they are echoed, whatever they look like.
    var knownSecrets: [[UInt8]] = []

    /// Query parameters whose value is a secret.
    static let parameters: [[UInt8]] = [
        "key", "api_key", "api-key", "apikey", "access_token", "auth_token", "client_secret",
    ].map { Array($0.utf8) }

    static let keyPrefixes: [[UInt8]] = ["sk-ant-lab-", "sk-ant-", "sk-lab-", "sk-proj-", "sk-"].map { Array($0.utf8) }

    /// The findings in order; they do not overlap. Takes time linear in the bytes.
    func findings(in bytes: [UInt8]) -> [Finding] {
        var findings: [Finding] = []
        var index = 0
        while index < bytes.count {
            let end = secretEnd(in: bytes, at: index)
            if let end, end > index {
                findings.append(Self.finding(index..<end, in: bytes))
                index = end
            } else {
                index += 1
            }
        }
        return findings
    }

    /// What may be shown of a secret: the prefix that says what kind it is, and the last four bytes of a long one.
    static func finding(_ range: Range<Int>, in bytes: [UInt8]) -> Finding {
        let prefix = keyPrefixes.first { bytes[range].starts(with: $0) }?.count ?? 0
        let isLong = range.count - prefix >= 12 && bytes[range].suffix(4).allSatisfy { $0 < 0x80 }
        return Finding(range: range, shownPrefix: prefix, shownSuffix: isLong ? 4 : 0)
    }

    /// Whether this is what shortening leaves: a known prefix or none, the ellipsis, four bytes or none.
    static func isShortened(_ bytes: ArraySlice<UInt8>) -> Bool {
        let prefix = keyPrefixes.first { bytes.starts(with: $0) }?.count ?? 0
        let rest = bytes.dropFirst(prefix)
        let end = rest.dropFirst(Redaction.ellipsis.count)
        return rest.starts(with: Redaction.ellipsis) && (end.isEmpty || end.count == 4)
    }

    private func secretEnd(in bytes: [UInt8], at index: Int) -> Int? {
        let byte = bytes[index]
        if byte == UInt8(ascii: "s"), let end = Self.keyEnd(in: bytes, at: index) { return end }
        if index > 0, bytes[index - 1] == UInt8(ascii: "="), let end = Self.parameterEnd(in: bytes, at: index) {
            return end
        }
        for secret in knownSecrets where secret.first == byte && bytes[index...].starts(with: secret) {
            return index + secret.count
        }
        return nil
    }

    /// The end of a key that begins here: `sk-`, and then enough of what keys are made of.
    private static func keyEnd(in bytes: [UInt8], at index: Int) -> Int? {
        guard bytes[index...].starts(with: [0x73, 0x6B, 0x2D]) else { return nil }
        // `task-force` has no key in it.
        if index > 0, isAlphanumeric(bytes[index - 1]) { return nil }
        let secret = bytes[(index + 3)...].prefix { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
        let hasDigit = secret.contains { $0 >= 0x30 && $0 <= 0x39 }
        return secret.count >= (hasDigit ? 8 : 16) ? secret.endIndex : nil
    }

    /// The end of the value that begins here, if the name before its `=` is one of ``parameters`` in a query.
    private static func parameterEnd(in bytes: [UInt8], at index: Int) -> Int? {
        let before = bytes[..<(index - 1)]
        let isSecret = parameters.contains { name in
            guard before.count > name.count else { return false }
            let start = before.endIndex - name.count
            let mark = bytes[start - 1]
            return (mark == UInt8(ascii: "?") || mark == UInt8(ascii: "&"))
                && before[start...].elementsEqual(name) { $0 | 0x20 == $1 | 0x20 }
        }
        guard isSecret else { return nil }
        let value = bytes[index...].prefix { byte in
            byte > 0x20 && byte != 0x7F && !#"&#"'<>\()[]{},;"#.utf8.contains(byte)
        }
        return isShortened(value) ? nil : value.endIndex
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
