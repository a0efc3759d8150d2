extension JSONValue {
    /// A JSON pointer (RFC 6901).
    public struct Pointer: Hashable, Sendable {
        public let steps: [String]

        /// The pointer of a reference within a document, as `#/$defs/node`; `nil` if `fragment` is none (section 6).
        public init?(fragment: String) {
            guard fragment.hasPrefix("#") else { return nil }
            let text = fragment.dropFirst()
            guard text.isEmpty || text.hasPrefix("/") else { return nil }
            steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
                Self.percentDecoded(part).replacing("~1", with: "/").replacing("~0", with: "~")
            }
        }

        /// What it points to; `nil` if nothing is there.
        public func value(in root: JSONValue) -> JSONValue? {
            steps.reduce(root) { value, step -> JSONValue? in
                if case .array = value { return Int(step).flatMap { value?[$0] } }
                return value?[step]
            }
        }

        private static func percentDecoded(_ text: Substring) -> String {
            guard text.contains("%") else { return String(text) }
            var bytes: [UInt8] = []
            var rest = Array(text.utf8)[...]
            while let byte = rest.popFirst() {
                let digits = rest.prefix(2)
                if byte == UInt8(ascii: "%"), digits.count == 2,
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
                {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
