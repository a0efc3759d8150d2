#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// From the bytes of a token to its id.
///
/// Three open-addressing tables, by length, so that an entry of the commonest kind is 16 bytes and holds the whole
/// token: a hit or a miss costs one cache line. Built once, then read from any thread.
final class TokenIndex: @unchecked Sendable {
    private struct Short: BitwiseCopyable {
        var key: UInt64
        var token: TokenID
        /// 0 for a free slot.
        var length: Int32
    }

    private struct Middle: BitwiseCopyable {
        var low: UInt64
        var high: UInt64
        var token: TokenID
        var length: Int32
    }

    private struct Long: BitwiseCopyable {
        var hash: UInt64
        var token: TokenID
        var length: Int32
    }

    private let vocabulary: BytePairVocabulary
    private let shorts: StaticBuffer<Short>
    private let middles: StaticBuffer<Middle>
    private let longs: StaticBuffer<Long>
    private let shortShift: UInt64
    private let middleShift: UInt64
    private let longShift: UInt64
    private let longest: Int
    /// The tokens of one byte, or -1.
    let ofByte: StaticBuffer<TokenID>

    /// Indexes all tokens of `vocabulary` that have bytes, and for which `includes` is true.
    ///
    /// - Throws: ``BytePairError/duplicate(token:first:)``.
    init(_ vocabulary: BytePairVocabulary, excluding excluded: Set<TokenID> = []) throws(BytePairError) {
        self.vocabulary = vocabulary
        var counts = (short: 0, middle: 0, long: 0)
        var longest = 0
        for token in 0..<vocabulary.count {
            let length = vocabulary.length(of: token)
            longest = max(longest, length)
            if length <= 8 { counts.short += 1 } else if length <= 16 { counts.middle += 1 } else { counts.long += 1 }
        }
        self.longest = longest
        (shortShift, shorts) = StaticBuffer.table(for: counts.short)
        (middleShift, middles) = StaticBuffer.table(for: counts.middle)
        (longShift, longs) = StaticBuffer.table(for: counts.long)
        ofByte = StaticBuffer(zeroed: 256)
        ofByte.base.update(repeating: -1, count: 256)
        for token in 0..<vocabulary.count where vocabulary.length(of: token) > 0 {
            let id = TokenID(truncatingIfNeeded: token)
            if !excluded.isEmpty && excluded.contains(id) { continue }
            let first = insert(id, vocabulary.pointer(to: token), length: vocabulary.length(of: token))
            if first >= 0 { throw .duplicate(token: id, first: first) }
        }
    }

    /// The token whose bytes are the `length` bytes at `bytes`, or -1. Readable as ``PieceKey`` says.
    @inline(__always)
    func token(_ bytes: UnsafePointer<UInt8>, length: Int) -> TokenID {
        if length <= PieceKey.maximumLength { return token(PieceKey(bytes, length: length)) }
        return length <= longest ? longToken(bytes, length: length) : -1
    }

    @inline(__always)
    func token(_ key: PieceKey) -> TokenID {
        if key.length <= 8 {
            let mask = shorts.count &- 1
            var slot = Int(truncatingIfNeeded: key.shortHash &>> shortShift)
            while true {
                let entry = shorts.base[slot]
                if entry.key == key.low && entry.length == Int32(truncatingIfNeeded: key.length) { return entry.token }
                if entry.length == 0 { return -1 }
                slot = (slot &+ 1) & mask
            }
        }
        let mask = middles.count &- 1
        var slot = Int(truncatingIfNeeded: key.hash &>> middleShift)
        while true {
            let entry = middles.base[slot]
            if entry.low == key.low && entry.high == key.high && entry.length == Int32(truncatingIfNeeded: key.length) {
                return entry.token
            }
            if entry.length == 0 { return -1 }
            slot = (slot &+ 1) & mask
        }
    }

    private func longToken(_ bytes: UnsafePointer<UInt8>, length: Int) -> TokenID {
        let hash = PieceKey.hash(bytes, length: length)
        let mask = longs.count - 1
        var slot = Int(truncatingIfNeeded: hash &>> longShift)
        while longs.base[slot].length != 0 {
            let entry = longs.base[slot]
            if entry.hash == hash, entry.length == length,
                memcmp(vocabulary.pointer(to: Int(entry.token)), bytes, length) == 0
            {
                return entry.token
            }
            slot = (slot + 1) & mask
        }
        return -1
    }

    /// Adds `token`. Gives the token that has the same bytes, if there is one, otherwise -1.
    @inline(__always)
    private func insert(_ token: TokenID, _ bytes: UnsafePointer<UInt8>, length: Int) -> TokenID {
        if length == 1 {
            if ofByte.base[Int(bytes[0])] >= 0 { return ofByte.base[Int(bytes[0])] }
            ofByte.base[Int(bytes[0])] = token
        }
        let stored = Int32(truncatingIfNeeded: length)
        if length <= 8 {
            let key = PieceKey(bytes, length: length)
            var slot = Int(truncatingIfNeeded: key.shortHash &>> shortShift)
            while shorts.base[slot].length != 0 {
                if shorts.base[slot].key == key.low && shorts.base[slot].length == stored {
                    return shorts.base[slot].token
                }
                slot = (slot &+ 1) & (shorts.count &- 1)
            }
            shorts.base[slot] = Short(key: key.low, token: token, length: stored)
        } else if length <= 16 {
            let key = PieceKey(bytes, length: length)
            var slot = Int(truncatingIfNeeded: key.hash &>> middleShift)
            while middles.base[slot].length != 0 {
                let entry = middles.base[slot]
                if entry.low == key.low && entry.high == key.high && entry.length == stored { return entry.token }
                slot = (slot &+ 1) & (middles.count &- 1)
            }
            middles.base[slot] = Middle(low: key.low, high: key.high, token: token, length: stored)
        } else {
            let found = longToken(bytes, length: length)
            if found >= 0 { return found }
            let hash = PieceKey.hash(bytes, length: length)
            var slot = Int(truncatingIfNeeded: hash &>> longShift)
            while longs.base[slot].length != 0 { slot = (slot &+ 1) & (longs.count &- 1) }
            longs.base[slot] = Long(hash: hash, token: token, length: stored)
        }
        return -1
    }
}
