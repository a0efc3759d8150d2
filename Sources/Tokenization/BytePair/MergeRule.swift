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
final class ListMerges: MergeRule, @unchecked Sendable {
    private struct Entry: BitwiseCopyable {
        /// Both tokens, the left one in the upper half, plus 1; 0 for a free slot.
        var pair: UInt64
        var rank: UInt32
        var unused: UInt32
    }

    private let entries: StaticBuffer<Entry>
    private let tokens: StaticBuffer<TokenID>
    private let shift: UInt64
    private var count = 0

    /// Room for `count` merges.
    init(capacity: Int) {
        var bits: UInt64 = 4
        while 1 << bits < capacity * 2 { bits += 1 }
        shift = 64 - bits
        entries = StaticBuffer(zeroed: 1 << bits)
        tokens = StaticBuffer(zeroed: capacity)
    }

    /// Adds the next merge. A pair that is there already keeps its rank.
    func append(_ left: TokenID, _ right: TokenID, makes token: TokenID) {
        tokens.base[count] = token
        let slot = slot(for: Self.key(left, right))
        if entries.base[slot].pair == 0 {
            entries.base[slot] = Entry(pair: Self.key(left, right), rank: UInt32(truncatingIfNeeded: count), unused: 0)
        }
        count += 1
    }

    @inline(__always)
    func rank(of left: TokenID, _ right: TokenID, bytes: UnsafePointer<UInt8>, length: Int) -> UInt32 {
        // A byte that has no token is -1, and joins with nothing.
        if left | right < 0 { return noRank }
        let entry = entries.base[slot(for: Self.key(left, right))]
        return entry.pair == 0 ? noRank : entry.rank
    }

    @inline(__always)
    func token(ofRank rank: UInt32) -> TokenID { tokens.base[Int(rank)] }

    @inline(__always)
    private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) &<< 32 | UInt64(UInt32(bitPattern: right)) &+ 1
    }

    @inline(__always)
    private func slot(for key: UInt64) -> Int {
        let mask = entries.count &- 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
        while entries.base[slot].pair != key && entries.base[slot].pair != 0 { slot = (slot &+ 1) & mask }
        return slot
    }
}
