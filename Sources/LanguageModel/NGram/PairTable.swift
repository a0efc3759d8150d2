/// A hash table from a pair of small numbers to a third, with open addressing. No pair is ever removed.
///
/// Training spends most of its time here. So key and value share a cache line, and the size is chosen beforehand.
struct PairTable: Sendable {
    private struct Slot {
        /// A pair plus 1, so that 0 is a free slot.
        var key: UInt64 = 0
        var value: Int32 = 0
    }

    private var slots: [Slot]
    private(set) var count = 0

    init(minimumCapacity: Int) {
        var size = 16
        while size < minimumCapacity * 2 { size *= 2 }
        slots = [Slot](repeating: Slot(), count: size)
    }

    func value(for first: Int32, _ second: Int32) -> Int32? {
        let slot = slots[place(of: Self.key(first, second))]
        return slot.key == 0 ? nil : slot.value
    }

    /// The value of the pair; a new pair gets `newValue` first.
    mutating func value(for first: Int32, _ second: Int32, orInsert newValue: Int32) -> Int32 {
        let key = Self.key(first, second)
        var place = place(of: key)
        if slots[place].key != 0 { return slots[place].value }
        if (count + 1) * 3 > slots.count * 2 {
            grow()
            place = self.place(of: key)
        }
        slots[place] = Slot(key: key, value: newValue)
        count += 1
        return newValue
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        (UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))) + 1
    }

    private func place(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
        while slots[place].key != 0, slots[place].key != key { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old where slot.key != 0 { slots[place(of: slot.key)] = slot }
    }
}
