/// Byte strings and their numbers, in order of insertion. Compares bytes, never characters.
///
/// `String` keys would not do: Swift holds composed and decomposed letters equal, and a tokenizer must not.
struct PieceTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Open addressing: the number of a piece plus 1, or 0 for a free slot.
    private var slots = [Int32](repeating: 0, count: 1024)
    private(set) var longest = 0

    var count: Int { ends.count }

    func piece(_ number: Int) -> ArraySlice<UInt8> {
        bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
    }

    /// The number of the piece `source[range]`, if there is one.
    func find(_ source: [UInt8], _ range: Range<Int>) -> Int? {
        guard range.count <= longest else { return nil }
        let slot = slot(for: Self.hash(source, range), source, range)
        return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// The number of the piece `source[range]`, which is added if it is new.
    mutating func insert(_ source: [UInt8], _ range: Range<Int>) -> Int {
        let hash = Self.hash(source, range)
        var slot = slot(for: hash, source, range)
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        if (count + 1) * 2 > slots.count {
            grow()
            slot = self.slot(for: hash, source, range)
        }
        bytes.append(contentsOf: source[range])
        ends.append(bytes.count)
        hashes.append(hash)
        longest = max(longest, range.count)
        slots[slot] = Int32(count)
        return count - 1
    }

    private func slot(for hash: UInt64, _ source: [UInt8], _ range: Range<Int>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if hashes[number] == hash, piece(number).elementsEqual(source[range]) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(number + 1)
        }
    }

    /// FNV-1a with a final mix, so that the low bits are good enough for a table whose size is a power of two.
    private static func hash(_ source: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in range { hash = (hash ^ UInt64(source[index])) &* 0x0000_0100_0000_01B3 }
        return hash ^ (hash >> 29)
    }
}
