/// Writes JSON text. Keys keep their order; text outside ASCII stays as it is.
enum JSONWriter {
    static func write(_ value: JSONValue, pretty: Bool, indentation: Int, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .integer(let integer): text += String(integer)
        // JSON has no infinity and no NaN (RFC 8259 section 6).
        case .number(let double): text += double.isFinite ? "\(double)" : "null"
        case .numeral(let numeral): text += numeral
        case .string(let string): write(string, to: &text)
        case .array(let array):
            list(array, "[", "]", pretty: pretty, indentation: indentation, to: &text) { element, text in
                write(element, pretty: pretty, indentation: indentation + 1, to: &text)
            }
        case .object(let object):
            list(object, "{", "}", pretty: pretty, indentation: indentation, to: &text) { member, text in
                write(member.key, to: &text)
                text += pretty ? ": " : ":"
                write(member.value, pretty: pretty, indentation: indentation + 1, to: &text)
            }
        }
    }

    private static func list<Element>(
        _ elements: some Collection<Element>, _ open: String, _ close: String, pretty: Bool, indentation: Int,
        to text: inout String, write: (Element, inout String) -> Void
    ) {
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if pretty { text += "\n" + String(repeating: "  ", count: indentation + 1) }
            write(element, &text)
        }
        if pretty, !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indentation) }
        text += close
    }

    static func write(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        guard string.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) else {
            // Most strings are as they are.
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            case "\0"..<"\u{20}", "\u{7F}": text += escape(UInt8(truncatingIfNeeded: scalar.value))
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    /// `\u001b`
    static func escape(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension JSONValue {
    /// The value as JSON text: compact, or laid out with two spaces a level.
    ///
    /// Parsing it again gives an equal value, except that numbers which are not finite become `null`.
    public func serialized(pretty: Bool = false) -> String {
        var text = ""
        JSONWriter.write(self, pretty: pretty, indentation: 0, to: &text)
        return text
    }

    /// The value as compact JSON in UTF-8.
    public var bytes: [UInt8] { Array(serialized().utf8) }
}
