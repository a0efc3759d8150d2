/// Which neighbouring parts of a piece may be joined, and which first.
protocol MergeRule {
    /// The rank of joining `left` and `right`, whose bytes are the `length` bytes at `bytes`; the lowest is joined
    /// first. `none` if they may not be joined.
    func rank(
        of left: TokenID, _ right: TokenID, bytes: UnsafePointer<UInt8>, length: Int
    ) -> UInt32

    /// The token that the join of `rank` makes.
    func token(ofRank rank: UInt32) -> TokenID
}

/// No join.
let noRank = UInt32.max

/// tiktoken's rule: two parts may be joined if their bytes are a token, and the token's id is the rank.
struct RankMerges: MergeRule {
    let index: TokenIndex
    /// The ids of the tokens of two bytes, by both bytes, plus 1; 0 for none. Most questions are about two bytes.
    let pairs: StaticBuffer<TokenID>

    init(_ index: TokenIndex, _ vocabulary: BytePairVocabulary) {
        self.index = index
        pairs = StaticBuffer(zeroed: 1 << 16)
        for token in 0..<vocabulary.count where vocabulary.length(of: token) == 2 {
            let bytes = vocabulary.pointer(to: token)
            pairs.base[Int(bytes[0]) << 8 | Int(bytes[1])] = TokenID(truncatingIfNeeded: token) + 1
        }
    }

    @inline(__always)
    func rank(of left: TokenID, _ right: TokenID, bytes: UnsafePointer<UInt8>, length: Int) -> UInt32 {
        if length == 2 {
            return UInt32(bitPattern: pairs.base[Int(bytes[0]) &<< 8 | Int(bytes[1])] &- 1)
        }
        return UInt32(bitPattern: index.token(bytes, length: length))
    }

    @inline(__always)
    func token(ofRank rank: UInt32) -> TokenID { TokenID(bitPattern: rank) }
}

/// The rule of a list of merges: two tokens may be joined if the list has them, and the place in the list is the rank.
///
/// An open-addressing table whose entries are words: the pair and its rank. Written while its owner is made, then read
/// from any thread.
final class ListMerges: MergeRule, @unchecked Sendable {
    /// Ids and ranks have this many bits: ``BytePairVocabulary/maximumCount``.
    private static let width: UInt64 = 21
    /// Set in every entry, so that none is 0, which is a free slot.
    private static let taken: UInt64 = 1 << 42

    private var entries: StaticBuffer<UInt64>
    private var shift: UInt64
    private var tokens: StaticBuffer<TokenID>
    private(set) var count = 0

    /// Room for `capacity` merges; it grows as needed.
    init(capacity: Int) {
        (shift, entries) = StaticBuffer.table(for: capacity)
        tokens = StaticBuffer(zeroed: capacity)
    }

    /// Adds the next merge. A pair that is there already keeps its rank.
    func append(_ left: TokenID, _ right: TokenID, makes token: TokenID) {
        if count == tokens.count { grow() }
        tokens.base[count] = token
        let key = Self.key(left, right)
        let slot = slot(for: key)
        if entries.base[slot] == 0 { entries.base[slot] = key &<< Self.width | UInt64(truncatingIfNeeded: count) }
        count += 1
    }

    @inline(__always)
    func rank(of left: TokenID, _ right: TokenID, bytes: UnsafePointer<UInt8>, length: Int) -> UInt32 {
        // A byte that has no token is -1, and joins with nothing.
        if left | right < 0 { return noRank }
        let entry = entries.base[slot(for: Self.key(left, right))]
        return entry == 0 ? noRank : UInt32(truncatingIfNeeded: entry & (1 &<< Self.width &- 1))
    }

    @inline(__always)
    func token(ofRank rank: UInt32) -> TokenID { tokens.base[Int(rank)] }

    @inline(__always)
    private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 {
        taken | UInt64(UInt32(bitPattern: left)) &<< width | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private func slot(for key: UInt64) -> Int {
        let mask = entries.count &- 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
        while entries.base[slot] != 0 && entries.base[slot] &>> Self.width != key { slot = (slot &+ 1) & mask }
        return slot
    }

    private func grow() {
        tokens = tokens.grown(to: max(tokens.count * 2, 256))
        let old = entries
        (shift, entries) = StaticBuffer.table(for: tokens.count)
        for index in 0..<old.count where old.base[index] != 0 {
            entries.base[slot(for: old.base[index] &>> Self.width)] = old.base[index]
        }
    }
}
