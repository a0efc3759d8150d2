import Tokenization

/// The counts of a text's n-grams, as Kneser-Ney smoothing wants them.
///
/// A *node* is a context: the root is the empty one, and `start` the one that is the beginning of a document. An
/// *entry* is a token that follows a context, with its adjusted count: for the longest contexts, and those that reach
/// back to the beginning of a document, how often it does; for shorter ones, in how many different longer contexts
/// (Kneser and Ney 1995). Context and token together are the node of a context one longer, if that is not too long.
struct NGramCounts: Sendable {
    static let root: Int32 = 0
    static let start: Int32 = 1
    private static let none: Int32 = -1

    /// The tokens in a context at most.
    let maximumDepth: Int
    let boundary: TokenID
    /// The number of tokens in each node's context.
    private(set) var depths: [UInt8] = [0, 1]
    private(set) var entryNodes: [Int32] = []
    private(set) var entryTokens: [TokenID] = []
    private(set) var entryCounts: [Int32] = []
    private var entryChildren: [Int32] = []
    /// Each node's first entry. Most nodes have no other, so most look-ups end here, in memory read in order: the table
    /// alone would spend the time of training waiting for memory.
    private var firstEntries: [Int32] = [none, none]
    private var otherEntries = PairTable(minimumCapacity: 1 << 14)

    /// `expectedEntries` spares the arrays from growing step by step.
    init(order: Int, boundary: TokenID, expectedEntries: Int) {
        maximumDepth = order - 1
        self.boundary = boundary
        depths.reserveCapacity(expectedEntries)
        firstEntries.reserveCapacity(expectedEntries)
        entryNodes.reserveCapacity(expectedEntries)
        entryTokens.reserveCapacity(expectedEntries)
        entryCounts.reserveCapacity(expectedEntries)
        entryChildren.reserveCapacity(expectedEntries)
    }

    /// Counts `document`, between two boundary tokens, as if it stood `times` times in the text.
    mutating func add(_ document: [TokenID], times: Int32) {
        var contexts = [Self.root, Self.start]
        for token in document { count(token, after: &contexts, times: times) }
        count(boundary, after: &contexts, times: times)
    }

    /// Counts `token` after all of `contexts`, from the empty to the longest, and moves these on by the token.
    private mutating func count(_ token: TokenID, after contexts: inout [Int32], times: Int32) {
        var increment = times
        let longest = contexts.count - 1
        if longest < maximumDepth { contexts.append(Self.none) }
        for depth in stride(from: longest, through: 0, by: -1) {
            let node = contexts[depth]
            let new = Int32(entryCounts.count)
            let entry = Int(entry(for: node, token, orInsert: new))
            if entry == new {
                entryNodes.append(node)
                entryTokens.append(token)
                entryCounts.append(increment)
                entryChildren.append(Self.none)
                increment = 1
            } else {
                entryCounts[entry] += increment
                // The shorter contexts have counted this longer one before.
                increment = 0
            }
            if depth < maximumDepth { contexts[depth + 1] = child(of: entry, depth: depth + 1) }
        }
    }

    private mutating func entry(for node: Int32, _ token: TokenID, orInsert new: Int32) -> Int32 {
        let first = firstEntries[Int(node)]
        if first == Self.none {
            firstEntries[Int(node)] = new
            return new
        }
        if entryTokens[Int(first)] == token { return first }
        return otherEntries.value(for: node, token, orInsert: new)
    }

    private func entry(for node: Int32, _ token: TokenID) -> Int32? {
        let first = firstEntries[Int(node)]
        if first == Self.none { return nil }
        return entryTokens[Int(first)] == token ? first : otherEntries.value(for: node, token)
    }

    private mutating func child(of entry: Int, depth: Int) -> Int32 {
        if entryChildren[entry] == Self.none {
            entryChildren[entry] = Int32(depths.count)
            depths.append(UInt8(depth))
            firstEntries.append(Self.none)
        }
        return entryChildren[entry]
    }

    /// The nodes of those ends of `text` that were seen as contexts, from the empty one up. None reaches across a
    /// boundary token.
    func contexts(of text: some Sequence<TokenID>) -> [Int] {
        var contexts = [Self.root]
        for token in text {
            if token == boundary {
                contexts = [Self.root, Self.start]
                continue
            }
            var next = [Self.root]
            for node in contexts.prefix(maximumDepth) {
                // What is unknown of a context is unknown of all longer ones.
                guard let entry = entry(for: node, token), entryChildren[Int(entry)] != Self.none else { break }
                next.append(entryChildren[Int(entry)])
            }
            contexts = next
        }
        return contexts.map { Int($0) }
    }
}
