public import Tokenization

/// A set of tokens of one vocabulary, a bit for each.
public struct TokenSet: Hashable, Sendable {
    private var words: [UInt64]

    /// The empty set, with room for tokens below `vocabularySize`.
    public init(vocabularySize: Int) {
        words = Array(repeating: 0, count: (vocabularySize + 63) / 64)
    }

    public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    public func contains(_ token: TokenID) -> Bool {
        token >= 0 && Int(token) >> 6 < words.count && words[Int(token) >> 6] >> UInt64(token & 63) & 1 == 1
    }

    public mutating func insert(_ token: TokenID) {
        words[Int(token) >> 6] |= 1 << UInt64(token & 63)
    }

    public mutating func formUnion(_ other: TokenSet) {
        for place in words.indices { words[place] |= other.words[place] }
    }

    public func intersection(_ other: TokenSet) -> TokenSet {
        var result = self
        for place in result.words.indices { result.words[place] &= other.words[place] }
        return result
    }

    /// Calls `body` with each token below `limit`, in ascending order.
    @inline(__always)
    func forEach(below limit: Int, _ body: (Int) -> Void) {
        for (place, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                let token = place << 6 + rest.trailingZeroBitCount
                guard token < limit else { return }
                body(token)
                rest &= rest - 1
            }
        }
    }

    /// The tokens, in ascending order.
    public var all: [TokenID] {
        var tokens: [TokenID] = []
        forEach(below: .max) { tokens.append(TokenID($0)) }
        return tokens
    }
}
