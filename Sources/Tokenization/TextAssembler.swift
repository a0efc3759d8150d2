/// Turns the bytes of successive tokens into text, holding back a character until all of its bytes are there.
///
/// However the bytes are cut, the joined results equal `String(decoding: allBytes, as: UTF8.self)`: bytes that can no
/// longer become a character are repaired to U+FFFD, one for each maximal part, as soon as that is certain.
///
///     var assembler = TextAssembler()
///     assembler.append([0x63, 0x61, 0x66, 0xC3])  // "caf"
///     assembler.append([0xA9])                    // "é"
///     assembler.finish()                          // ""
public struct TextAssembler: Sendable {
    /// The bytes held back: the beginning of a character, at most three.
    public private(set) var pending: [UInt8] = []

    public init() {}

    /// Takes `bytes`, and gives the text that they complete. It may be empty.
    public mutating func append(_ bytes: some Sequence<UInt8>) -> String {
        pending.append(contentsOf: bytes)
        let held = UTF8Sequence.incompleteSuffixLength(of: pending)
        let text = String(decoding: pending.dropLast(held), as: UTF8.self)
        pending.removeFirst(pending.count - held)
        return text
    }

    /// Says that no more bytes follow. Gives U+FFFD if a character was left unfinished, otherwise nothing.
    public mutating func finish() -> String {
        defer { pending = [] }
        return String(decoding: pending, as: UTF8.self)
    }
}
