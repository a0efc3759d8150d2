/// GPT-2's way of writing bytes as printable characters, in which byte-level vocabularies are stored.
///
/// Printable Latin-1 stands for itself; the other 68 bytes, in order, are U+0100 and those that follow. A space is `Ġ`.
struct ByteAlphabet: Sendable {
    /// The byte that each scalar from 0 stands for, or -1.
    private let bytes: [Int16]

    init() {
        var bytes = [Int16](repeating: -1, count: 256 + 68)
        var next = 256
        for byte in 0..<256 {
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: bytes[byte] = Int16(byte)
            default:
                bytes[next] = Int16(byte)
                next += 1
            }
        }
        self.bytes = bytes
    }

    /// Appends the bytes that `text` stands for; `false` if something in it stands for none.
    func decode(_ text: UnsafeBufferPointer<UInt8>, appendingTo output: inout [UInt8]) -> Bool {
        var index = 0
        while index < text.count {
            var scalar = Int(text[index])
            index += 1
            if scalar >= 0x80 {
                // The alphabet needs one or two bytes of UTF-8 a character, and no more.
                guard scalar & 0xE0 == 0xC0, index < text.count, text[index] & 0xC0 == 0x80 else { return false }
                scalar = (scalar & 0x1F) << 6 | Int(text[index] & 0x3F)
                index += 1
            }
            guard scalar < bytes.count, bytes[scalar] >= 0 else { return false }
            output.append(UInt8(bytes[scalar]))
        }
        return true
    }
}
