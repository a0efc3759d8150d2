/// Bytes as text in which every one of them can be seen.
public enum ByteText {
    /// CR and LF as ␍ and ␊, printable UTF-8 as itself, all else (other control characters, invisible formatting, bytes
    /// that are no UTF-8) as `\xNN`.
    public static func visible(_ bytes: some Collection<UInt8>) -> String {
        var result = ""
        var rest = Array(bytes)[...]
        while let first = rest.first {
            if first < 0x80 {
                append(Unicode.Scalar(first), to: &result)
                rest = rest.dropFirst()
            } else if let (scalar, length) = scalar(at: rest) {
                append(scalar, to: &result)
                rest = rest.dropFirst(length)
            } else {
                result += hex(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// The character that begins here, if its bytes are whole and well-formed.
    private static func scalar(at bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        for length in 2...4 where bytes.count >= length {
            guard let text = String(validating: bytes.prefix(length), as: UTF8.self) else { continue }
            return text.unicodeScalars.first.map { ($0, length) }
        }
        return nil
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\r": result += "␍"
        case "\n": result += "␊"
        default:
            if isInvisible(scalar) {
                for byte in String(scalar).utf8 { result += hex(byte) }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned: true
        default: false
        }
    }
}
