/// A deterministic automaton over Unicode scalar values: the texts that match a pattern as a whole.
struct ScalarAutomaton: Sendable {
    struct State: Sendable {
        var isFinal = false
        /// Disjoint.
        var edges: [(scalars: ClosedRange<UInt32>, target: Int)] = []
    }

    /// The first is where a text begins.
    var states: [State]

    static let stateLimit = 6000

    init(states: [State]) { self.states = states }

    init(_ pattern: Pattern) throws(GrammarError) { self = try PatternNetwork(pattern).automaton() }

    /// The texts with at least `least` and at most `most` characters.
    init(least: Int, most: Int?) throws(GrammarError) {
        let last = most ?? least
        guard last < Self.stateLimit else { throw .tooLarge(states: Self.stateLimit) }
        states = (0...last).map { count in
            let next = count < last ? count + 1 : most == nil ? count : nil
            let edges = next.map { next in ScalarSet.all.ranges.map { (scalars: $0, target: next) } } ?? []
            return State(isFinal: count >= least, edges: edges)
        }
    }

    /// All texts but `words`, made of `alphabet`.
    init(allBut words: [String], of alphabet: ScalarSet) {
        let free = 1
        let freeEdges = alphabet.ranges.map { (scalars: $0, target: free) }
        var children: [[UInt32: Int]] = [[:], [:]]
        var isWord = [false, false]
        for word in words {
            var state = 0
            for scalar in word.unicodeScalars {
                if let next = children[state][scalar.value] {
                    state = next
                } else {
                    children[state][scalar.value] = children.count
                    state = children.count
                    children.append([:])
                    isWord.append(false)
                }
            }
            isWord[state] = true
        }
        states = children.indices.map { index in
            if index == free { return State(isFinal: true, edges: freeEdges) }
            let named = ScalarSet(children[index].keys.map { $0...$0 })
            let others = alphabet.subtracting(named).ranges.map { (scalars: $0, target: free) }
            return State(
                isFinal: !isWord[index],
                edges: others + children[index].map { (scalars: $0.key...$0.key, target: $0.value) })
        }
    }

    /// The texts that both take.
    func intersection(_ other: ScalarAutomaton) throws(GrammarError) -> ScalarAutomaton {
        struct Pair: Hashable { var left: Int, right: Int }
        var numbers: [Pair: Int] = [Pair(left: 0, right: 0): 0]
        var pairs = [Pair(left: 0, right: 0)]
        var result: [State] = []
        while result.count < pairs.count {
            let pair = pairs[result.count]
            let (left, right) = (states[pair.left], other.states[pair.right])
            var state = State(isFinal: left.isFinal && right.isFinal)
            for one in left.edges {
                for two in right.edges where one.scalars.overlaps(two.scalars) {
                    let target = Pair(left: one.target, right: two.target)
                    if numbers[target] == nil {
                        numbers[target] = pairs.count
                        pairs.append(target)
                        guard pairs.count <= Self.stateLimit else { throw .tooLarge(states: Self.stateLimit) }
                    }
                    state.edges.append((one.scalars.clamped(to: two.scalars), numbers[target] ?? 0))
                }
            }
            result.append(state)
        }
        return ScalarAutomaton(states: result)
    }
}
