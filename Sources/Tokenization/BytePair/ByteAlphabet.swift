/// GPT-2's way of writing bytes as printable characters, in which byte-level vocabularies are stored.
///
/// Printable Latin-1 stands for itself; the other 68 bytes, in order, are U+0100 and those that follow. A space is `Ġ`.
enum ByteAlphabet {
    /// The byte that each scalar from 0 to 0x7FF stands for, or -1.
    private static let table: StaticBuffer<Int16> = {
        let table = StaticBuffer<Int16>(zeroed: 0x800)
        table.base.update(repeating: -1, count: table.count)
        var next = 0x100
        for byte in 0..<256 {
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: table.base[byte] = Int16(byte)
            default:
                table.base[next] = Int16(byte)
                next += 1
            }
        }
        return table
    }()

    /// Writes the bytes that `text` stands for to `output`, which has room for as many as `text` has.
    ///
    /// Gives their number; `nil` if something in `text` stands for no byte.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) -> Int? {
        let table = table.base
        var index = 0
        var length = 0
        while index < text.count {
            var scalar = Int(text[index])
            index &+= 1
            if scalar >= 0x80 {
                // The alphabet needs one or two bytes of UTF-8 a character, and no more.
                guard scalar & 0xE0 == 0xC0, index < text.count, text[index] & 0xC0 == 0x80 else { return nil }
                scalar = (scalar & 0x1F) &<< 6 | Int(text[index] & 0x3F)
                index &+= 1
            }
            let byte = table[scalar]
            if byte < 0 { return nil }
            output[length] = UInt8(truncatingIfNeeded: byte)
            length &+= 1
        }
        return length
    }
}
