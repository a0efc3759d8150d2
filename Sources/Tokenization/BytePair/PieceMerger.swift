/// Joins the bytes of a piece into tokens: always the pair of lowest rank, of equals the leftmost, until none is left.
///
/// The parts of a piece are a list linked through the offsets of their first bytes. A short piece is searched for its
/// lowest rank from end to end; a long one keeps its ranks in a tournament tree, so that a piece of n bytes takes
/// O(n log n) whatever is in it.
final class PieceMerger {
    /// Up to this length, searching from end to end is faster than keeping a tree.
    private static let shortLength = 40

    private var capacity = 0
    private var tokens = StaticBuffer<TokenID>(zeroed: 0)
    private var next = StaticBuffer<Int32>(zeroed: 0)
    private var previous = StaticBuffer<Int32>(zeroed: 0)
    /// The rank of joining the part at an offset with the one after it. Of a long piece: the tree, root at 1.
    private var ranks = StaticBuffer<UInt32>(zeroed: 0)

    init() { reserve(1 << 10) }

    /// Whether this holds more memory than is worth keeping.
    var isLarge: Bool { capacity > 1 << 16 }

    private func reserve(_ length: Int) {
        guard length > capacity else { return }
        capacity = 1
        while capacity < length { capacity *= 2 }
        tokens = StaticBuffer(zeroed: capacity)
        next = StaticBuffer(zeroed: capacity)
        previous = StaticBuffer(zeroed: capacity)
        ranks = StaticBuffer(zeroed: capacity * 2)
    }

    /// Writes the tokens of the `length` bytes at `bytes` to `output`, and gives how many they are.
    ///
    /// ``PieceKey/readableLength`` bytes after the last must be readable. A byte that has no token is left out.
    @inline(__always)
    func merge<Rule: MergeRule>(
        _ bytes: UnsafePointer<UInt8>, length: Int, _ rule: Rule, ofByte: UnsafePointer<TokenID>,
        _ output: UnsafeMutablePointer<TokenID>
    ) -> Int {
        reserve(length)
        let tokens = tokens.base
        let next = next.base
        for index in 0..<length {
            tokens[index] = ofByte[Int(bytes[index])]
            next[index] = Int32(truncatingIfNeeded: index &+ 1)
            previous.base[index] = Int32(truncatingIfNeeded: index &- 1)
        }
        if length <= Self.shortLength {
            joinShort(bytes, length, rule)
        } else {
            joinLong(bytes, length, rule)
        }
        var count = 0
        var index = 0
        while index < length {
            output[count] = tokens[index]
            count &+= tokens[index] < 0 ? 0 : 1
            index = Int(next[index])
        }
        return count
    }

    @inline(__always)
    private func joinShort<Rule: MergeRule>(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ rule: Rule) {
        let ranks = ranks.base
        for index in 0..<(length &- 1) {
            ranks[index] = rule.rank(of: tokens.base[index], tokens.base[index &+ 1], bytes: bytes + index, length: 2)
        }
        while true {
            var lowest = noRank
            var place = 0
            for index in 0..<(length &- 1) {
                let rank = ranks[index]
                place = rank < lowest ? index : place
                lowest = min(rank, lowest)
            }
            if lowest == noRank { return }
            join(at: place, rank: lowest, bytes, length, rule) { ranks[$0] = $1 }
        }
    }

    @inline(__always)
    private func joinLong<Rule: MergeRule>(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ rule: Rule) {
        var size = 1
        while size < length { size *= 2 }
        let tree = ranks.base
        let leaves = tree + size
        for index in 0..<(length &- 1) {
            leaves[index] = rule.rank(of: tokens.base[index], tokens.base[index &+ 1], bytes: bytes + index, length: 2)
        }
        (leaves + (length &- 1)).update(repeating: noRank, count: size &- length &+ 1)
        for node in stride(from: size &- 1, to: 0, by: -1) { tree[node] = min(tree[node &* 2], tree[node &* 2 &+ 1]) }
        while tree[1] != noRank {
            let lowest = tree[1]
            var node = 1
            while node < size {
                node = node &* 2
                node &+= tree[node] == lowest ? 0 : 1
            }
            join(at: node &- size, rank: lowest, bytes, length, rule) { index, rank in
                var node = size &+ index
                tree[node] = rank
                while node > 1 {
                    node /= 2
                    let winner = min(tree[node &* 2], tree[node &* 2 &+ 1])
                    if tree[node] == winner { return }
                    tree[node] = winner
                }
            }
        }
    }

    /// Joins the part at `place` with the one after it, and sets the ranks that this changes.
    @inline(__always)
    private func join<Rule: MergeRule>(
        at place: Int, rank: UInt32, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ rule: Rule,
        setRank: (Int, UInt32) -> Void
    ) {
        let tokens = tokens.base
        let next = next.base
        let previous = previous.base
        let joined = Int(next[place])
        let after = Int(next[joined])
        let token = rule.token(ofRank: rank)
        tokens[place] = token
        next[place] = Int32(truncatingIfNeeded: after)
        setRank(joined, noRank)
        if after < length {
            previous[after] = Int32(truncatingIfNeeded: place)
            let end = Int(next[after])
            setRank(
                place, rule.rank(of: token, tokens[after], bytes: bytes + place, length: end &- place))
        } else {
            setRank(place, noRank)
        }
        if place > 0 {
            let before = Int(previous[place])
            setRank(
                before, rule.rank(of: tokens[before], token, bytes: bytes + before, length: after &- before))
        }
    }
}
