/// The class of a Unicode scalar as the pre-tokenizers' patterns tell them apart: one bit of eight.
///
/// The classes come from a table of tiktoken's Unicode version, not from Swift's `Unicode.Scalar.Properties`: the
/// runtime's version changes with the system, and with it a split, and with that the ids.
struct CharacterClass: OptionSet, BitwiseCopyable, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `\p{Lu}` and `\p{Lt}`.
    static let upper = CharacterClass(rawValue: 1)
    /// `\p{Ll}`.
    static let lower = CharacterClass(rawValue: 2)
    /// `\p{Lm}` and `\p{Lo}`.
    static let uncased = CharacterClass(rawValue: 4)
    /// `\p{M}`.
    static let mark = CharacterClass(rawValue: 8)
    /// `\p{N}`: digits, and also ½, Ⅷ, ②.
    static let number = CharacterClass(rawValue: 16)
    /// `\s` but for line breaks.
    static let space = CharacterClass(rawValue: 32)
    /// `[\r\n]`.
    static let newline = CharacterClass(rawValue: 64)
    /// Everything else: punctuation, symbols, controls, what is not assigned.
    static let other = CharacterClass(rawValue: 128)

    /// `\p{L}`.
    static let letter: CharacterClass = [.upper, .lower, .uncased]
    /// `\s`.
    static let whitespace: CharacterClass = [.space, .newline]
    /// `[^\s\p{L}\p{N}]`.
    static let symbol: CharacterClass = [.mark, .other]

    @inline(__always)
    func isIn(_ set: CharacterClass) -> Bool { rawValue & set.rawValue != 0 }

    /// The class of every scalar below `denseLimit`.
    static let table: StaticBuffer<CharacterClass> = {
        let table = StaticBuffer<CharacterClass>(zeroed: Int(denseLimit))
        var next = 0
        var index = 0
        let text = runs.utf8Start
        while index < runs.utf8CodeUnitCount {
            let character = CharacterClass(letter: text[index])
            var length = 0
            index += 1
            while index < runs.utf8CodeUnitCount, text[index] & 0xF0 == 0x30 {
                length = length * 10 + Int(text[index] & 0x0F)
                index += 1
            }
            (table.base + next).update(repeating: character, count: length)
            next += length
        }
        precondition(next == Int(denseLimit))
        return table
    }()

    private init(letter: UInt8) {
        self =
            switch letter {
            case UInt8(ascii: "u"): .upper
            case UInt8(ascii: "l"): .lower
            case UInt8(ascii: "c"): .uncased
            case UInt8(ascii: "m"): .mark
            case UInt8(ascii: "n"): .number
            case UInt8(ascii: "s"): .space
            case UInt8(ascii: "b"): .newline
            default: .other
            }
    }
}
