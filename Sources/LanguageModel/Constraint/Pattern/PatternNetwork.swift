/// A pattern as a network with choices left open (Thompson's construction), on the way to an automaton without.
struct PatternNetwork {
    private var edges: [[(set: ScalarSet, target: Int)]] = []
    private var skips: [[Int]] = []
    private let start: Int
    private let end: Int
    private let source: String

    private static let stateLimit = 30_000

    init(_ pattern: Pattern) throws(GrammarError) {
        source = pattern.source
        edges = [[], []]
        skips = [[], []]
        start = 0
        end = 1
        try add(pattern.node, from: start, to: end)
    }

    private mutating func state() throws(GrammarError) -> Int {
        guard edges.count < Self.stateLimit else {
            throw .unsupportedPattern(String(source.prefix(200)), reason: "it needs too large an automaton")
        }
        edges.append([])
        skips.append([])
        return edges.count - 1
    }

    private mutating func add(_ node: PatternNode, from: Int, to: Int) throws(GrammarError) {
        switch node {
        case .set(let set): if !set.isEmpty { edges[from].append((set, to)) }
        case .sequence(let parts):
            var last = from
            for part in parts {
                let next = try state()
                try add(part, from: last, to: next)
                last = next
            }
            skips[last].append(to)
        case .choice(let parts): for part in parts { try add(part, from: from, to: to) }
        case .repeated(let part, let least, let most):
            var last = from
            for _ in 0..<least {
                let next = try state()
                try add(part, from: last, to: next)
                last = next
            }
            if let most {
                for _ in least..<most {
                    skips[last].append(to)
                    let next = try state()
                    try add(part, from: last, to: next)
                    last = next
                }
                skips[last].append(to)
            } else {
                let loop = try state()
                skips[last].append(loop)
                // A part that may be empty would lead round without end: a state between keeps the skips apart.
                let after = try state()
                try add(part, from: loop, to: after)
                skips[after].append(loop)
                skips[loop].append(to)
            }
        case .start, .end: break
        }
    }

    // MARK: The subset construction

    func automaton() throws(GrammarError) -> ScalarAutomaton {
        var numbers: [[Int]: Int] = [:]
        var subsets: [[Int]] = []
        func number(of subset: [Int]) -> Int {
            if let number = numbers[subset] { return number }
            numbers[subset] = subsets.count
            subsets.append(subset)
            return subsets.count - 1
        }
        _ = number(of: closure([start]))
        var states: [ScalarAutomaton.State] = []
        var effort = 0
        while states.count < subsets.count {
            let subset = subsets[states.count]
            effort += subset.count
            guard subsets.count <= ScalarAutomaton.stateLimit, effort < 2_000_000 else {
                throw .unsupportedPattern(String(source.prefix(200)), reason: "it needs too large an automaton")
            }
            var state = ScalarAutomaton.State(isFinal: subset.contains(end))
            for (scalars, targets) in pieces(of: subset) {
                let target = number(of: closure(targets))
                if let last = state.edges.last, last.target == target, last.scalars.upperBound + 1 == scalars.lowerBound
                {
                    state.edges[state.edges.count - 1].scalars = last.scalars.lowerBound...scalars.upperBound
                } else {
                    state.edges.append((scalars, target))
                }
            }
            states.append(state)
        }
        return ScalarAutomaton(states: states)
    }

    /// The ranges that the edges of `subset` cut the scalars into, with where each leads.
    private func pieces(of subset: [Int]) -> [(ClosedRange<UInt32>, [Int])] {
        var changes: [(at: UInt32, target: Int, begins: Bool)] = []
        for state in subset {
            for (set, target) in edges[state] {
                for range in set.ranges {
                    changes.append((range.lowerBound, target, true))
                    changes.append((range.upperBound + 1, target, false))
                }
            }
        }
        changes.sort { $0.at < $1.at }
        var open: [Int: Int] = [:]
        var pieces: [(ClosedRange<UInt32>, [Int])] = []
        var place = 0
        while place < changes.count {
            let from = changes[place].at
            while place < changes.count, changes[place].at == from {
                let change = changes[place]
                open[change.target, default: 0] += change.begins ? 1 : -1
                if open[change.target] == 0 { open[change.target] = nil }
                place += 1
            }
            if place < changes.count, !open.isEmpty {
                pieces.append((from...(changes[place].at - 1), Array(open.keys)))
            }
        }
        return pieces
    }

    private func closure(_ states: [Int]) -> [Int] {
        var seen = Set<Int>()
        var open = states
        while let state = open.popLast() {
            if seen.insert(state).inserted { open += skips[state] }
        }
        // A state with nothing but skips says nothing more.
        return seen.filter { !edges[$0].isEmpty || $0 == end }.sorted()
    }
}
