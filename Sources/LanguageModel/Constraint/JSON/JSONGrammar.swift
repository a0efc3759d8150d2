/// Makes a grammar of a ``JSONShape``: a rule for each kind of value in it, which others call.
///
/// Rules are first named, then written from a list of those still to write, so no shape, however deep or circular,
/// exhausts the stack.
struct JSONGrammar {
    typealias State = GrammarBuilder.State

    var builder = GrammarBuilder()
    let alphabet: ByteSet
    private let shape: JSONShape
    private var entries: [JSONShape.Node: State] = [:]
    private var unwritten: [(JSONShape.Node, State)] = []
    private var entriesOfDefinitions: [Int: [State]] = [:]
    private var characterEntry: State?
    private var tails: [TailKey: State] = [:]

    /// The rest of a character's bytes, and where it leads: shared by all characters that end alike.
    private struct TailKey: Hashable {
        var bytes: [ClosedRange<UInt8>]
        var target: State
    }

    /// Throws a ``GrammarError`` if nothing has the shape, or it is more than an automaton here can keep.
    static func grammar(of shape: JSONShape, alphabet: ByteSet) throws(GrammarError) -> Grammar {
        var maker = JSONGrammar(alphabet: alphabet, shape: shape)
        let start = try maker.builder.state()
        let end = try maker.builder.state(isFinal: true)
        try maker.call(shape.root, from: start, to: end)
        while let (node, entry) = maker.unwritten.popLast() { try maker.write(node, from: entry) }
        return try maker.builder.grammar(from: start, alphabet: alphabet)
    }

    private init(alphabet: ByteSet, shape: JSONShape) {
        self.alphabet = alphabet
        self.shape = shape
    }

    // MARK: Values

    /// From `from`, through a value of `node`, to `to`.
    mutating func call(_ node: JSONShape.Node, from: State, to: State) throws(GrammarError) {
        for entry in try entries(of: node) { try builder.call(from, entry, to) }
    }

    /// The rules of all kinds of value that `node` can be. References and alternatives are followed to what they mean.
    private mutating func entries(of node: JSONShape.Node) throws(GrammarError) -> [State] {
        if case .definition(let index) = node, let known = entriesOfDefinitions[index] { return known }
        var result: [State] = []
        var seen: Set<State> = []
        var visited: Set<Int> = []
        var open = [node]
        while let next = open.popLast() {
            switch next {
            case .definition(let index):
                if visited.insert(index).inserted { open.append(shape.definitions[index]) }
            case .anyOf(let nodes): open += nodes.reversed()
            case .any:
                open += [
                    .object(.init(additional: .any)), .array(.init(rest: .any)), .string(.init()),
                    .number(.init(isInteger: false)), .boolean, .null,
                ]
            default:
                let entry = try entry(of: next)
                if seen.insert(entry).inserted { result.append(entry) }
            }
        }
        if case .definition(let index) = node { entriesOfDefinitions[index] = result }
        return result
    }

    private mutating func entry(of node: JSONShape.Node) throws(GrammarError) -> State {
        if let entry = entries[node] { return entry }
        let entry = try builder.state()
        entries[node] = entry
        unwritten.append((node, entry))
        return entry
    }

    private mutating func write(_ node: JSONShape.Node, from entry: State) throws(GrammarError) {
        let end = try builder.state(isFinal: true)
        switch node {
        case .null: try texts(["null"], from: entry, to: end)
        case .boolean: try texts(["true", "false"], from: entry, to: end)
        case .texts(let texts): try self.texts(texts, from: entry, to: end)
        case .string(let text): try string(text, from: entry, to: end)
        case .number(let number): try self.number(number, from: entry)
        case .array(let items): try array(items, from: entry, to: end)
        case .object(let object): try self.object(object, from: entry, to: end)
        case .any, .anyOf, .definition: break
        }
    }

    // MARK: Fixed texts

    /// One of `texts`, as a tree of their bytes.
    private mutating func texts(_ texts: [String], from: State, to: State) throws(GrammarError) {
        struct Branch: Hashable { var from: State, byte: UInt8 }
        var branches: [Branch: State] = [:]
        for text in texts {
            var last = from
            for byte in spelling(of: text) {
                let branch = Branch(from: last, byte: byte)
                if let next = branches[branch] {
                    last = next
                } else {
                    let next = try builder.state()
                    try builder.edge(last, byte...byte, next)
                    branches[branch] = next
                    last = next
                }
            }
            builder.skip(last, to)
        }
    }

    /// The bytes of a JSON text, with escapes for characters that the alphabet cannot write.
    func spelling(of text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let plain = Array(String(scalar).utf8)
            if scalar.value < 0x7F || plain.allSatisfy(alphabet.contains) {
                bytes += plain
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
                }
            }
        }
        return bytes
    }

    /// `"name"`, as JSON writes it.
    func quoted(_ name: String) -> [UInt8] {
        var text = "\""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return spelling(of: text + "\"")
    }

    // MARK: Arrays

    /// More elements than this are not written where the schema allows them, and does not ask for them.
    private static let generousCount = 2000

    private mutating func array(_ items: JSONShape.Items, from entry: State, to end: State) throws(GrammarError) {
        var most = items.rest == nil ? items.prefix.count : Int.max
        if let maxItems = items.maxItems {
            most = min(most, min(max(0, maxItems), max(items.minItems, items.prefix.count, Self.generousCount)))
        }
        // A state for each number of elements, until the number no longer matters.
        let last = most == .max ? max(items.minItems, items.prefix.count) : most
        var before = try builder.state()
        try builder.edge(entry, "[", before)
        var count = 0
        while true {
            if count >= items.minItems { try builder.edge(before, "]", end) }
            let loops = most == .max && count >= last
            guard loops || count < most else { break }
            let node = count < items.prefix.count ? items.prefix[count] : items.rest
            guard let node else { break }
            var element = before
            if count > 0 { element = try comma(before) }
            let isLast = loops && count > 0
            let after = isLast ? before : try builder.state()
            try call(node, from: element, to: after)
            if isLast { break }
            before = after
            count += 1
        }
    }

    /// `,` and perhaps a blank. Gives the state after them.
    mutating func comma(_ from: State) throws(GrammarError) -> State { try separator(",", from) }

    mutating func separator(_ character: Unicode.Scalar, _ from: State) throws(GrammarError) -> State {
        let after = try builder.state()
        let blank = try builder.state()
        try builder.edge(from, character, after)
        try builder.edge(after, " ", blank)
        builder.skip(after, blank)
        return blank
    }

    // MARK: Characters

    /// One character of a string that is not written as one byte: several bytes, or an escape.
    mutating func character() throws(GrammarError) -> State {
        if let characterEntry { return characterEntry }
        let entry = try builder.state()
        let end = try builder.state(isFinal: true)
        for range in ScalarSet.all.ranges {
            try utf8(max(range.lowerBound, 0x80)...range.upperBound, from: entry, to: end)
        }
        let backslash = try builder.state()
        try builder.edge(entry, "\\", backslash)
        for escaped: Unicode.Scalar in ["\"", "\\", "/", "b", "f", "n", "r", "t"] {
            try builder.edge(backslash, escaped, end)
        }
        // \uXXXX, and for surrogates a pair: RFC 8259 section 7.
        let unit = try builder.state()
        try builder.edge(backslash, "u", unit)
        try hex(["0-9a-cA-CefEF", "", "", ""], from: unit, to: end)
        try hex(["dD", "0-7", "", ""], from: unit, to: end)
        let low = try builder.state()
        try hex(["dD", "89abAB", "", ""], from: unit, to: low)
        let lowEscape = try builder.path(low, Array("\\u".utf8))
        try hex(["dD", "c-fC-F", "", ""], from: lowEscape, to: end)
        characterEntry = entry
        return entry
    }

    /// Hexadecimal digits, each one of a class; an empty class is all of them.
    private mutating func hex(_ classes: [String], from: State, to: State) throws(GrammarError) {
        var last = from
        for (place, allowed) in classes.enumerated() {
            let next = place == classes.count - 1 ? to : try builder.state()
            let pattern = try Pattern("^[\(allowed.isEmpty ? "0-9a-fA-F" : allowed)]$")
            let automaton = try ScalarAutomaton(pattern)
            for edge in automaton.states[0].edges {
                try builder.edge(last, UInt8(edge.scalars.lowerBound)...UInt8(edge.scalars.upperBound), next)
            }
            last = next
        }
    }

    /// The UTF-8 of the scalars of `range`, none of them ASCII or a surrogate.
    mutating func utf8(_ range: ClosedRange<UInt32>, from: State, to: State) throws(GrammarError) {
        for bytes in UTF8Ranges.sequences(range) {
            try builder.edge(from, bytes[0], try tail(Array(bytes.dropFirst()), to: to))
        }
    }

    private mutating func tail(_ bytes: [ClosedRange<UInt8>], to target: State) throws(GrammarError) -> State {
        guard !bytes.isEmpty else { return target }
        let key = TailKey(bytes: bytes, target: target)
        if let known = tails[key] { return known }
        let state = try builder.state()
        try builder.edge(state, bytes[0], try tail(Array(bytes.dropFirst()), to: target))
        tails[key] = state
        return state
    }
}
