/// Well-formed UTF-8, byte by byte: the Unicode Standard, table 3-7.
enum UTF8Sequence {
    /// The length of the sequence that `lead` begins, or `nil` if no sequence begins with it.
    static func length(lead: UInt8) -> Int? {
        switch lead {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    /// Whether `byte` may stand at `position` (from 1) of the sequence that `lead` begins.
    static func allows(_ byte: UInt8, at position: Int, lead: UInt8) -> Bool {
        guard position == 1 else { return byte & 0xC0 == 0x80 }
        return switch lead {
        case 0xE0: (0xA0...0xBF).contains(byte)
        case 0xED: (0x80...0x9F).contains(byte)
        case 0xF0: (0x90...0xBF).contains(byte)
        case 0xF4: (0x80...0x8F).contains(byte)
        default: byte & 0xC0 == 0x80
        }
    }

    /// The scalar that begins at `index`, with its length in bytes; `nil` if none is complete and well-formed there.
    static func scalar(in bytes: [UInt8], at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        let lead = bytes[index]
        guard let length = length(lead: lead), index + length <= bytes.count else { return nil }
        if length == 1 { return (Unicode.Scalar(lead), 1) }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for position in 1..<length {
            let byte = bytes[index + position]
            guard allows(byte, at: position, lead: lead) else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, length) }
    }

    /// How many bytes at the end of `bytes` are the beginning of a sequence that further bytes could complete: 0 to 3.
    static func incompleteSuffixLength(of bytes: [UInt8]) -> Int {
        for suffix in stride(from: min(3, bytes.count), to: 0, by: -1) {
            let start = bytes.count - suffix
            let lead = bytes[start]
            guard lead >= 0xC2, let length = length(lead: lead), length > suffix else { continue }
            if (1..<suffix).allSatisfy({ allows(bytes[start + $0], at: $0, lead: lead) }) { return suffix }
        }
        return 0
    }
}
