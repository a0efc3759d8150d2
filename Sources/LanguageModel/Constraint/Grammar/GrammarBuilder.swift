/// A ``Grammar`` in the making.
struct GrammarBuilder {
    typealias State = Int32

    /// How many states a grammar may have.
    static let stateLimit = 400_000

    private var byteEdges: [(from: State, edge: Grammar.ByteEdge)] = []
    private var calls: [(from: State, call: Grammar.Call)] = []
    private var skips: [(from: State, to: State)] = []
    private var isFinal: [Bool] = []
    private var room: [Int32] = []

    init() {}

    /// A new state. `room` is how many characters of plain text may certainly follow in the string that it is in.
    mutating func state(isFinal: Bool = false, room: Int = 0) throws(GrammarError) -> State {
        guard self.isFinal.count < Self.stateLimit else { throw .tooLarge(states: Self.stateLimit) }
        self.isFinal.append(isFinal)
        self.room.append(Int32(clamping: room))
        return State(self.isFinal.count - 1)
    }

    mutating func edge(_ from: State, _ bytes: ClosedRange<UInt8>, _ to: State) throws(GrammarError) {
        guard byteEdges.count < 8 * Self.stateLimit else { throw .tooLarge(states: Self.stateLimit) }
        byteEdges.append((from, Grammar.ByteEdge(low: bytes.lowerBound, high: bytes.upperBound, target: to)))
    }

    mutating func edge(_ from: State, _ character: Unicode.Scalar, _ to: State) throws(GrammarError) {
        try edge(from, UInt8(ascii: character)...UInt8(ascii: character), to)
    }

    /// From `from`, through what begins at `entry` until a final state, to `to`. What has no calls of its own need not
    /// count as a level.
    mutating func call(_ from: State, _ entry: State, _ to: State, levels: Int32 = 1) throws(GrammarError) {
        guard calls.count < 8 * Self.stateLimit else { throw .tooLarge(states: Self.stateLimit) }
        calls.append((from, Grammar.Call(entry: entry, target: to, levels: levels)))
    }

    /// From `from` to `to`, with nothing read.
    mutating func skip(_ from: State, _ to: State) { skips.append((from, to)) }

    /// Reads `bytes` one by one. Gives the state after them.
    mutating func path(_ from: State, _ bytes: some Sequence<UInt8>) throws(GrammarError) -> State {
        var last = from
        for byte in bytes {
            let next = try state()
            try edge(last, byte...byte, next)
            last = next
        }
        return last
    }

    /// The grammar of what leads from `start` to a final state, written with the bytes of `alphabet`.
    ///
    /// Throws if nothing does.
    func grammar(from start: State, alphabet: ByteSet) throws(GrammarError) -> Grammar {
        let (byteEdges, byteStarts) = Self.sorted(byteEdges, states: isFinal.count)
        let (calls, callStarts) = Self.sorted(calls, states: isFinal.count)
        let (skips, skipStarts) = Self.sorted(skips, states: isFinal.count)
        let heights = GrammarHeights(
            byteEdges: self.byteEdges, calls: self.calls, skips: self.skips, isFinal: isFinal, alphabet: alphabet
        )
        .values
        guard heights[Int(start)] != Grammar.endless else { throw .unsatisfiable }
        guard heights[Int(start)] <= Grammar.depthLimit else { throw .tooDeep(limit: Grammar.depthLimit) }
        return Grammar(
            start: start, byteEdges: byteEdges, byteStarts: byteStarts, calls: calls, callStarts: callStarts,
            skips: skips, skipStarts: skipStarts, isFinal: isFinal, room: room, heights: heights)
    }

    /// The edges in the order of the states they leave, and where each state's begin.
    private static func sorted<Edge>(_ edges: [(State, Edge)], states: Int) -> ([Edge], [Int32]) {
        var starts = [Int32](repeating: 0, count: states + 1)
        for (from, _) in edges { starts[Int(from) + 1] += 1 }
        for place in 1...states { starts[place] += starts[place - 1] }
        var next = starts
        var order = [Int](repeating: 0, count: edges.count)
        for (index, edge) in edges.enumerated() {
            order[Int(next[Int(edge.0)])] = index
            next[Int(edge.0)] += 1
        }
        return (order.map { edges[$0].1 }, starts)
    }
}
