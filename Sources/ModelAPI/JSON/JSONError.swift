/// Why bytes are not JSON, or more JSON than allowed: what was found, and where.
public struct JSONError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// Something else was found where `expected` should stand. `found` is a character or word in quotes, or `the end`.
        case unexpected(found: String, expected: String)
        /// A string holds a control character that must be written as an escape.
        case controlCharacter(UInt8)
        /// A backslash is followed by something that is no escape.
        case badEscape(String)
        /// The bytes are not UTF-8.
        case invalidUTF8
        /// A number is not written as RFC 8259 section 6 has it: leading zeros, a leading `+`, `1.` …
        case badNumber(String)
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep(limit: Int)
        /// There are more bytes than the limit.
        case tooLong(limit: Int)
    }

    public var reason: Reason
    /// The place in bytes, from 0.
    public var offset: Int
    /// The line, from 1; lines end with LF, CR or CR LF.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int

    init(_ reason: Reason, offset: Int, in bytes: [UInt8]) {
        self.reason = reason
        self.offset = offset
        var line = 1
        var column = 1
        var previous: UInt8 = 0
        for byte in bytes.prefix(offset) {
            switch byte {
            case 0x0A where previous == 0x0D: break
            case 0x0A, 0x0D:
                line += 1
                column = 1
            case 0x80...0xBF: break
            default: column += 1
            }
            previous = byte
        }
        self.line = line
        self.column = column
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpected(let found, let expected): "found \(found) where \(expected) should be"
        case .controlCharacter(let byte):
            "a string holds the control character \(JSONWriter.escape(byte)): write it as an escape"
        case .badEscape(let text): "'\(text)' is no escape: JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX"
        case .invalidUTF8: "the bytes are not UTF-8"
        case .badNumber(let text): "'\(text)' is not a number as JSON writes it"
        case .tooDeep(let limit): "arrays and objects are nested more than \(limit) deep"
        case .tooLong(let limit): "there are more than \(limit) bytes"
        }
    }
}
