extension JSONGrammar {
    /// Characters of names that the schema does not give: no escapes, so that each name has one spelling.
    private static let nameCharacters = ScalarSet([0x20...0x21, 0x23...0x5B, 0x5D...0x7E, 0xA0...0x10FFFF])

    /// The members in order: a state for each property that may come next, and for each number of members so far, as far
    /// as the number matters.
    mutating func object(_ object: JSONShape.Object, from entry: State, to end: State) throws(GrammarError) {
        let properties = object.properties
        let least = max(0, object.minProperties)
        let top = object.maxProperties.map { min(max(0, $0), max(least, properties.count + 1000)) }
        // Whether there is one already decides on the comma.
        let counts = max(1, least, top ?? 0)
        guard counts < GrammarBuilder.stateLimit else { throw .tooLarge(states: GrammarBuilder.stateLimit) }
        let opened = try builder.state()
        try builder.edge(entry, "{", opened)
        var place = [State?](repeating: nil, count: counts + 1)
        place[0] = opened
        for property in properties {
            var next = [State?](repeating: nil, count: counts + 1)
            func after(_ count: Int, _ maker: inout JSONGrammar) throws(GrammarError) -> State {
                if let state = next[count] { return state }
                let state = try maker.builder.state()
                next[count] = state
                return state
            }
            // Where the number no longer matters, members with and without a comma before them lead to one place.
            var names: [Int: State] = [:]
            for count in 0...counts {
                guard let state = place[count] else { continue }
                if top.map({ count < $0 }) ?? true {
                    let more = min(count + 1, counts)
                    let before = count > 0 ? try comma(state) : state
                    if let name = names[more] {
                        builder.skip(before, name)
                    } else {
                        let name = try builder.state()
                        names[more] = name
                        builder.skip(before, name)
                        let colon = try separator(":", try builder.path(name, quoted(property.name)))
                        try call(property.value, from: colon, to: try after(more, &self))
                    }
                }
                if !property.isRequired { builder.skip(state, try after(count, &self)) }
            }
            place = next
        }
        try others(object, least, top, at: place, to: end)
    }

    /// The members that the schema does not name, and the closing brace.
    private mutating func others(
        _ object: JSONShape.Object, _ least: Int, _ top: Int?, at start: [State?], to end: State
    ) throws(GrammarError) {
        var place = start
        let names = object.properties.map(\.name)
        for count in place.indices {
            guard let state = place[count] else { continue }
            if count >= least { try builder.edge(state, "}", end) }
            guard let node = object.additional, top.map({ count < $0 }) ?? true else { continue }
            let more = min(count + 1, place.count - 1)
            let after: State
            if let known = place[more] {
                after = known
            } else {
                after = try builder.state()
                place[more] = after
            }
            let before = count > 0 ? try comma(state) : state
            let colon: State
            if least > 1 || top != nil {
                // Where the number of members counts, no name may occur twice.
                var name = "property_\(count + 1)"
                while names.contains(name) { name += "_" }
                colon = try separator(":", try builder.path(before, quoted(name)))
            } else {
                let body = try builder.state()
                let closed = try builder.state()
                try builder.edge(before, "\"", body)
                try write(
                    ScalarAutomaton(allBut: names, of: Self.nameCharacters), from: body, closing: "\"", to: closed)
                colon = try separator(":", closed)
            }
            try call(node, from: colon, to: after)
        }
    }
}
