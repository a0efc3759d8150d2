/// The tokens of pieces that were worked out before, for pieces of up to 16 bytes: a newer one takes an older one's place.
///
/// An entry is a cache line: the piece, its length, and up to eleven tokens.
final class PieceCache {
    private static let bits: UInt64 = 13
    static let maximumTokens = 11

    private struct Entry: BitwiseCopyable {
        var low: UInt64
        var high: UInt64
        var length: UInt16
        var count: UInt16
        var first: TokenID
        var rest: (UInt64, UInt64, UInt64, UInt64, UInt64)
    }

    private let entries = StaticBuffer<Entry>(zeroed: 1 << bits)

    @inline(__always)
    private func slot(of key: PieceKey) -> UnsafeMutablePointer<Entry> {
        entries.base + Int(truncatingIfNeeded: key.hash &>> (64 &- Self.bits))
    }

    /// Writes the tokens of the piece to `output`, and gives how many they are; -1 if they are not known.
    @inline(__always)
    func find(_ key: PieceKey, _ output: UnsafeMutablePointer<TokenID>) -> Int {
        let entry = slot(of: key)
        guard entry.pointee.low == key.low, entry.pointee.high == key.high, Int(entry.pointee.length) == key.length
        else { return -1 }
        let count = Int(entry.pointee.count)
        let tokens = Self.tokens(of: entry)
        for index in 0..<count { output[index] = tokens[index] }
        return count
    }

    @inline(__always)
    func store(_ key: PieceKey, _ output: UnsafePointer<TokenID>, count: Int) {
        guard count <= Self.maximumTokens else { return }
        let entry = slot(of: key)
        entry.pointee.low = key.low
        entry.pointee.high = key.high
        entry.pointee.length = UInt16(truncatingIfNeeded: key.length)
        entry.pointee.count = UInt16(truncatingIfNeeded: count)
        let tokens = Self.tokens(of: entry)
        for index in 0..<count { tokens[index] = output[index] }
    }

    /// `first` and `rest`, as a row of ``maximumTokens``.
    @inline(__always)
    private static func tokens(of entry: UnsafeMutablePointer<Entry>) -> UnsafeMutablePointer<TokenID> {
        (UnsafeMutableRawPointer(entry) + 20).assumingMemoryBound(to: TokenID.self)
    }
}
