internal import Tokenization

/// Tokens by their bytes, as a tree laid out in the order in which a walk visits it.
///
/// A node's subtree follows it, and ends before `skip`: whoever can go no further at a node goes on there.
struct TokenTrie: Sendable {
    private(set) var bytes: [UInt8] = []
    /// From 1.
    private(set) var depths: [Int32] = []
    private(set) var skips: [Int32] = []
    /// The token that ends at a node, or -1.
    private(set) var tokens: [TokenID] = []
    /// Further tokens with the same bytes.
    private(set) var twins: [Int: [TokenID]] = [:]
    private(set) var depth = 0

    var count: Int { bytes.count }

    /// A tree of those tokens that have bytes.
    init(_ vocabulary: [(token: TokenID, bytes: [UInt8])]) {
        let sorted = vocabulary.filter { !$0.bytes.isEmpty }
            .map { (key: Self.key($0.bytes), token: $0.token, bytes: $0.bytes) }
            .sorted { left, right in
                if left.key != right.key { return left.key < right.key }
                return left.bytes.lexicographicallyPrecedes(right.bytes)
            }
        var open: [Int] = []
        var previous: [UInt8] = []
        for entry in sorted {
            let shared = zip(previous, entry.bytes).prefix { $0 == $1 }.count
            while open.count > shared { skips[open.removeLast()] = Int32(count) }
            for place in shared..<entry.bytes.count {
                open.append(count)
                bytes.append(entry.bytes[place])
                depths.append(Int32(place + 1))
                skips.append(0)
                tokens.append(-1)
            }
            let last = open[open.count - 1]
            if tokens[last] < 0 { tokens[last] = entry.token } else { twins[last, default: []].append(entry.token) }
            depth = max(depth, entry.bytes.count)
            previous = entry.bytes
        }
        for node in open { skips[node] = Int32(count) }
    }

    /// The first eight bytes, so that most comparisons are of numbers.
    private static func key(_ bytes: [UInt8]) -> UInt64 {
        (0..<8).reduce(0) { $0 << 8 | UInt64($1 < bytes.count ? bytes[$1] : 0) }
    }
}
