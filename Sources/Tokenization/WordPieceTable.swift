/// Byte strings and their numbers, made to find the longest entry that a text begins with.
///
/// The hash grows byte by byte, so that all prefixes of a text are looked up in one walk along it.
struct ByteTable: Sendable {
    private struct Slot {
        var value: TokenID = -1
        var start: UInt32 = 0
        var length: UInt32 = 0
        var hash: UInt32 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: 1 << 10)
    private var bytes: [UInt8] = []
    private var count = 0
    private var longest = 0

    // Fowler–Noll–Vo, variant 1a, 32 bits.
    private static let offsetBasis: UInt32 = 0x811C_9DC5

    @inline(__always)
    private static func extend(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    /// Adds an entry; `false`, and no change, when it is there already.
    mutating func insert(_ key: ArraySlice<UInt8>, value: TokenID) -> Bool {
        let hash = key.reduce(Self.offsetBasis, Self.extend)
        guard find(key, hash) == nil else { return false }
        if 2 * (count + 1) > slots.count { grow() }
        place(Slot(value: value, start: UInt32(bytes.count), length: UInt32(key.count), hash: hash))
        bytes += key
        count += 1
        longest = max(longest, key.count)
        return true
    }

    func value(of key: ArraySlice<UInt8>) -> TokenID? { find(key, key.reduce(Self.offsetBasis, Self.extend)) }

    /// The longest entry that `text` begins with: its number, and where it ends.
    func longestPrefix(of text: ArraySlice<UInt8>) -> (id: TokenID, end: Int)? {
        var hash = Self.offsetBasis
        var found: (TokenID, Int)?
        for index in text.indices.prefix(longest) {
            hash = Self.extend(hash, text[index])
            if let id = find(text[text.startIndex...index], hash) { found = (id, index + 1) }
        }
        return found
    }

    private func find(_ key: ArraySlice<UInt8>, _ hash: UInt32) -> TokenID? {
        var index = Int(hash) & (slots.count - 1)
        while slots[index].value >= 0 {
            let slot = slots[index]
            if slot.hash == hash, Int(slot.length) == key.count,
                bytes[Int(slot.start)..<Int(slot.start) + key.count].elementsEqual(key)
            {
                return slot.value
            }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func place(_ slot: Slot) {
        var index = Int(slot.hash) & (slots.count - 1)
        while slots[index].value >= 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: 2 * old.count)
        for slot in old where slot.value >= 0 { place(slot) }
    }
}
