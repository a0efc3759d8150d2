/// For each state of a grammar the least number of calls that must be open at once to complete it.
///
/// Knuth's generalisation of Dijkstra's algorithm: a state is settled with its least height, and then lowers those that
/// lead to it. Bytes outside the alphabet lead nowhere.
struct GrammarHeights {
    private(set) var values: [UInt16]
    private var buckets: [[Int32]] = [[]]

    init(
        byteEdges: [(from: Int32, edge: Grammar.ByteEdge)], calls: [(from: Int32, call: Grammar.Call)],
        skips: [(from: Int32, to: Int32)], isFinal: [Bool], alphabet: ByteSet
    ) {
        values = Array(repeating: Grammar.endless, count: isFinal.count)
        let written = byteEdges.filter { ($0.edge.low...$0.edge.high).contains(where: alphabet.contains) }
        let plain = Reverse(written.map { ($0.edge.target, $0.from) } + skips.map { ($0.to, $0.from) }, isFinal.count)
        // By what a call enters, and by where it goes on: it is known when both are.
        let byEntry = Reverse(calls.enumerated().map { ($1.call.entry, Int32($0)) }, isFinal.count)
        let byTarget = Reverse(calls.enumerated().map { ($1.call.target, Int32($0)) }, isFinal.count)
        var settled = [Bool](repeating: false, count: isFinal.count)
        for state in isFinal.indices where isFinal[state] { lower(Int32(state), to: 0) }
        var height = 0
        while height < buckets.count {
            while let state = buckets[height].popLast() {
                guard !settled[Int(state)] else { continue }
                settled[Int(state)] = true
                for from in plain[state] { lower(from, to: height) }
                for index in byEntry[state] {
                    let call = calls[Int(index)]
                    guard settled[Int(call.call.target)] else { continue }
                    lower(call.from, to: max(height + Int(call.call.levels), Int(values[Int(call.call.target)])))
                }
                for index in byTarget[state] {
                    let call = calls[Int(index)]
                    guard settled[Int(call.call.entry)] else { continue }
                    lower(call.from, to: max(height, Int(values[Int(call.call.entry)]) + Int(call.call.levels)))
                }
            }
            height += 1
        }
    }

    private mutating func lower(_ state: Int32, to height: Int) {
        // What is nested so deep is of no use to anybody.
        guard height < Int(Grammar.endless), height < Int(values[Int(state)]) else { return }
        values[Int(state)] = UInt16(height)
        while buckets.count <= height { buckets.append([]) }
        buckets[height].append(state)
    }

    /// What leads to each state.
    private struct Reverse {
        private var starts: [Int32]
        private var sources: [Int32]

        init(_ edges: [(to: Int32, from: Int32)], _ states: Int) {
            starts = Array(repeating: 0, count: states + 1)
            for edge in edges { starts[Int(edge.to) + 1] += 1 }
            for place in 1...max(1, states) where place < starts.count { starts[place] += starts[place - 1] }
            var next = starts
            sources = Array(repeating: 0, count: edges.count)
            for edge in edges {
                sources[Int(next[Int(edge.to)])] = edge.from
                next[Int(edge.to)] += 1
            }
        }

        subscript(state: Int32) -> ArraySlice<Int32> { sources[Int(starts[Int(state)])..<Int(starts[Int(state) + 1])] }
    }
}
