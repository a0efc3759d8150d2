extension JSONGrammar {
    /// More characters than this are not written where the schema allows them, and does not ask for them.
    private static let generousLength = 4000

    mutating func string(_ text: JSONShape.Text, from entry: State, to end: State) throws(GrammarError) {
        let least = max(0, text.minLength)
        let most = text.maxLength.map { min(max(0, $0), max(least, Self.generousLength)) }
        if let most, most < least { return }
        let body = try builder.state(room: text.patterns.isEmpty ? most ?? .max : 0)
        try builder.edge(entry, "\"", body)
        guard !text.patterns.isEmpty else { return try free(least, most, from: body, to: end) }
        var automaton = try ScalarAutomaton(text.patterns[0])
        for pattern in text.patterns.dropFirst() { automaton = try automaton.intersection(ScalarAutomaton(pattern)) }
        if least > 0 || most != nil {
            automaton = try automaton.intersection(ScalarAutomaton(least: least, most: most))
        }
        try write(automaton, from: body, closing: "\"", to: end)
    }

    /// Any characters, as many as `least` to `most`, and the closing quote.
    private mutating func free(_ least: Int, _ most: Int?, from body: State, to end: State) throws(GrammarError) {
        let others = try character()
        var last = body
        for count in 0..<(most ?? least) {
            if count >= least { try builder.edge(last, "\"", end) }
            let next = try builder.state(room: most.map { $0 - count - 1 } ?? .max)
            try anyCharacter(others, from: last, to: next)
            last = next
        }
        try builder.edge(last, "\"", end)
        if most == nil { try anyCharacter(others, from: last, to: last) }
    }

    private mutating func anyCharacter(_ others: State, from: State, to: State) throws(GrammarError) {
        for range: ClosedRange<UInt8> in [0x20...0x21, 0x23...0x5B, 0x5D...0x7F] { try builder.edge(from, range, to) }
        try builder.call(from, others, to, levels: 0)
    }

    /// What `automaton` takes, in JSON's spelling, and then `closing`. Characters have one spelling each.
    mutating func write(
        _ automaton: ScalarAutomaton, from body: State, closing: Unicode.Scalar, to end: State
    ) throws(GrammarError) {
        var states = [body]
        for _ in automaton.states.dropFirst() { states.append(try builder.state()) }
        for (index, state) in automaton.states.enumerated() {
            if state.isFinal { try builder.edge(states[index], closing, end) }
            for edge in state.edges { try write(edge.scalars, from: states[index], to: states[edge.target]) }
        }
    }

    private mutating func write(_ scalars: ClosedRange<UInt32>, from: State, to: State) throws(GrammarError) {
        for scalar in scalars.clamped(to: 0...0x1F) where scalars.contains(scalar) {
            let last = try builder.path(from, quoted(String(UnicodeScalar(UInt8(scalar)))).dropFirst().dropLast())
            builder.skip(last, to)
        }
        for special: UInt8 in [0x22, 0x5C] where scalars.contains(UInt32(special)) {
            let backslash = try builder.state()
            try builder.edge(from, "\\", backslash)
            try builder.edge(backslash, special...special, to)
        }
        for plain: ClosedRange<UInt32> in [0x20...0x21, 0x23...0x5B, 0x5D...0x7F] where plain.overlaps(scalars) {
            let part = plain.clamped(to: scalars)
            try builder.edge(from, UInt8(part.lowerBound)...UInt8(part.upperBound), to)
        }
        if scalars.upperBound >= 0x80 {
            try utf8(max(0x80, scalars.lowerBound)...scalars.upperBound, from: from, to: to)
        }
    }
}
