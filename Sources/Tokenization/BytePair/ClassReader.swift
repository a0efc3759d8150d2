/// Reads well-formed UTF-8 as classes of characters.
struct ClassReader {
    let base: UnsafePointer<UInt8>
    let end: Int
    private let table: UnsafePointer<CharacterClass>

    /// `text` must be well-formed UTF-8 and outlive the reader.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        base = text.baseAddress!
        end = text.count
        table = UnsafePointer(CharacterClass.table.base)
    }

    /// The class and the length in bytes of the character at `index`, which must be before the end.
    @inline(__always)
    func character(at index: Int) -> (kind: CharacterClass, length: Int) {
        let byte = base[index]
        if byte < 0x80 { return (table[Int(byte)], 1) }
        return wideCharacter(at: index, lead: byte)
    }

    @inline(__always)
    private func wideCharacter(at index: Int, lead: UInt8) -> (kind: CharacterClass, length: Int) {
        let second = Int(base[index &+ 1] & 0x3F)
        if lead < 0xE0 { return (table[Int(lead & 0x1F) &<< 6 | second], 2) }
        let third = second &<< 6 | Int(base[index &+ 2] & 0x3F)
        if lead < 0xF0 { return (table[Int(lead & 0x0F) &<< 12 | third], 3) }
        let scalar = Int(lead & 0x07) &<< 18 | third &<< 6 | Int(base[index &+ 3] & 0x3F)
        if scalar < CharacterClass.denseLimit { return (table[scalar], 4) }
        return (CharacterClass.tailMarks.contains(UInt32(truncatingIfNeeded: scalar)) ? .mark : .other, 4)
    }

    /// The end of the run of characters of `set` that begins at `start`; `start` if there is none.
    @inline(__always)
    func endOfRun(of set: CharacterClass, from start: Int) -> Int {
        var index = start
        while index < end {
            let (kind, length) = character(at: index)
            if !kind.isIn(set) { break }
            index &+= length
        }
        return index
    }

    /// The end of the ASCII characters that follow from `start`, of `\r`, `\n` and, if `slashes`, `/`.
    @inline(__always)
    func endOfLineBreaks(from start: Int, slashes: Bool) -> Int {
        var index = start
        while index < end {
            let byte = base[index]
            guard byte == 0x0A || byte == 0x0D || (slashes && byte == UInt8(ascii: "/")) else { break }
            index &+= 1
        }
        return index
    }

    /// The byte at `index`, or 0 at and after the end.
    @inline(__always)
    func byte(at index: Int) -> UInt8 { index < end ? base[index] : 0 }

    /// The end of `\p{N}{1,3}` at `index`, where a number stands that is `length` bytes long.
    @inline(__always)
    func endOfThreeNumbers(at index: Int, length: Int) -> Int {
        var next = index &+ length
        for _ in 0..<2 where next < end {
            let (kind, length) = character(at: next)
            if !kind.isIn(.number) { return next }
            next &+= length
        }
        return next
    }
}
