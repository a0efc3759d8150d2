/// What unquoted words mean where the schema asks for a number or a truth value.
public enum PlainScalar {
    /// A finite decimal number such as `2`, `-0.5`, `1e3` or `1_000`; no hexadecimal, no sexagesimal, no `nan`.
    public static func number(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard allowed, text.utf8.count <= 64, !text.hasPrefix("_"), !text.hasSuffix("_"),
            let number = Double(text.filter { $0 != "_" }), number.isFinite
        else { return nil }
        return number
    }

    /// YAML 1.1's words for truth values, but neither `y` nor `n`.
    public static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }
}

extension String {
    /// Without white space and line ends at both ends.
    public var trimmingBlanks: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
