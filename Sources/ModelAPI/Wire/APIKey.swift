/// A secret key. Its description is redacted, and it cannot be encoded: the raw value is taken out, with ``reveal()``,
/// only where bytes go to a socket.
public struct APIKey: Sendable, Equatable {
    private let raw: String

    public init(_ raw: String) { self.raw = raw }

    /// The key itself. Call it only where a request is written.
    public func reveal() -> String { raw }

    /// Compares without telling by its duration how much of the key was right.
    public static func == (left: APIKey, right: APIKey) -> Bool {
        let (a, b) = (Array(left.raw.utf8), Array(right.raw.utf8))
        var difference = a.count ^ b.count
        for index in a.indices { difference |= Int(a[index] ^ (index < b.count ? b[index] : 0)) }
        return difference == 0
    }

    /// The key's known prefix, an ellipsis, and its last four characters: `sk-…3f9a`. Short keys show less.
    public var redacted: String { Self.redacted(raw) }

    /// Redacts what was given as a key, whatever it is. See ``redacted``.
    public static func redacted(_ text: String) -> String {
        // Control characters have no place in a message.
        let shown = String(text.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F }.map(Character.init))
        let prefix = ["sk-ant-lab-", "sk-ant-", "sk-lab-", "sk-proj-", "sk-"].first { shown.hasPrefix($0) } ?? ""
        let secret = shown.dropFirst(prefix.count)
        return prefix + "…" + (secret.count >= 12 ? String(secret.suffix(4)) : "")
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { redacted }
    public var debugDescription: String { redacted }
    /// `dump` shows no more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
