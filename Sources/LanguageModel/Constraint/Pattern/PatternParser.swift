/// Reads a regular expression.
struct PatternParser {
    private let source: String
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    private static let depthLimit = 60
    private static let digits = ScalarSet([0x30...0x39])
    private static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    private static let space = ScalarSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    private static let lineEnds = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])
    private static let upper = ScalarSet([0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE])
    private static let lower = ScalarSet([0x61...0x7A, 0xDF...0xF6, 0xF8...0xFF])

    init(_ source: String) {
        self.source = source
        scalars = Array(source.unicodeScalars)
    }

    mutating func parse() throws(GrammarError) -> PatternNode {
        let node = try choice()
        guard position == scalars.count else { throw unsupported("')' without '('") }
        return try anchored(node)
    }

    // MARK: Anchors

    /// The same matches as a whole: what may stand before and after is written out.
    private func anchored(_ node: PatternNode) throws(GrammarError) -> PatternNode {
        let alternatives: [PatternNode] = if case .choice(let parts) = node { parts } else { [node] }
        var whole: [PatternNode] = []
        for alternative in alternatives {
            var parts: [PatternNode] = if case .sequence(let parts) = alternative { parts } else { [alternative] }
            if parts.first == .start { parts.removeFirst() } else { parts.insert(.anything, at: 0) }
            if parts.last == .end { parts.removeLast() } else { parts.append(.anything) }
            guard !parts.contains(where: Self.hasAnchor) else { throw unsupported("'^' or '$' within it") }
            whole.append(.sequence(parts))
        }
        return .choice(whole)
    }

    private static func hasAnchor(_ node: PatternNode) -> Bool {
        switch node {
        case .start, .end: true
        case .set: false
        case .sequence(let parts), .choice(let parts): parts.contains(where: hasAnchor)
        case .repeated(let part, _, _): hasAnchor(part)
        }
    }

    // MARK: Structure

    private mutating func choice() throws(GrammarError) -> PatternNode {
        var alternatives = [try sequence()]
        while take("|") { alternatives.append(try sequence()) }
        return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    }

    private mutating func sequence() throws(GrammarError) -> PatternNode {
        var parts: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            let atom = try atom()
            parts.append(try quantified(atom))
        }
        return .sequence(parts)
    }

    private mutating func atom() throws(GrammarError) -> PatternNode {
        guard let scalar = peek else { return .nothing }
        position += 1
        switch scalar {
        case "^": return .start
        case "$": return .end
        case ".": return .set(Self.lineEnds.inverted)
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return .set(try escape(inClass: false))
        case "*", "+", "?": throw unsupported("'\(scalar)' with nothing before it")
        default: return .set(ScalarSet(scalar))
        }
    }

    private mutating func group() throws(GrammarError) -> PatternNode {
        if take("?") {
            let isNamed = peek == "<" && position + 1 < scalars.count && !["=", "!"].contains(scalars[position + 1])
            guard isNamed || peek == ":" else { throw unsupported("it looks ahead or behind") }
            if isNamed {
                while peek.map({ $0 != ">" }) ?? false { position += 1 }
            }
            guard take(isNamed ? ">" : ":") else { throw unsupported("a group's name does not end") }
        }
        depth += 1
        guard depth <= Self.depthLimit else { throw unsupported("groups nested more than \(Self.depthLimit) deep") }
        let node = try choice()
        depth -= 1
        guard take(")") else { throw unsupported("'(' without ')'") }
        return node
    }

    private mutating func quantified(_ atom: PatternNode) throws(GrammarError) -> PatternNode {
        let bounds: (least: Int, most: Int?)
        switch peek {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{": bounds = try counts()
        default: return atom
        }
        position += 1
        // A lazy quantifier matches the same texts as a whole.
        if peek == "?" { position += 1 }
        if atom == .start || atom == .end { throw unsupported("an anchor is repeated") }
        if let next = peek, ["*", "+", "?"].contains(next) { throw unsupported("'\(next)' after a quantifier") }
        return .repeated(atom, least: bounds.least, most: bounds.most)
    }

    /// `{2}`, `{2,}`, `{2,5}`, up to the closing brace.
    private mutating func counts() throws(GrammarError) -> (Int, Int?) {
        position += 1
        let least = number()
        let hasComma = take(",")
        let most = hasComma ? number() : least
        guard let least, peek == "}" else { throw unsupported("'{' is no quantifier here: write '\\{'") }
        if let most, most < least { throw unsupported("a quantifier's numbers are out of order") }
        guard least <= 10_000, (most ?? 0) <= 10_000 else { throw unsupported("a quantifier above 10000") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var text = ""
        while let next = peek, ("0"..."9").contains(next), text.count < 9 {
            text.unicodeScalars.append(next)
            position += 1
        }
        return Int(text)
    }

    // MARK: Characters

    private mutating func characterClass() throws(GrammarError) -> ScalarSet {
        let isNegated = take("^")
        var set = ScalarSet([])
        while let scalar = peek, scalar != "]" {
            let low = try member(isNegated: isNegated)
            if peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                position += 1
                let high = try member(isNegated: isNegated)
                guard let first = Self.single(low), let last = Self.single(high), first <= last else {
                    throw unsupported("a range in a class is out of order")
                }
                set = set.union(ScalarSet([first...last]))
            } else {
                set = set.union(low)
            }
        }
        guard take("]") else { throw unsupported("'[' without ']'") }
        return isNegated ? set.inverted : set
    }

    private mutating func member(isNegated: Bool) throws(GrammarError) -> ScalarSet {
        guard let scalar = peek else { throw unsupported("'[' without ']'") }
        position += 1
        guard scalar == "\\" else { return ScalarSet(scalar) }
        if isNegated, peek == "p" || peek == "P" { throw unsupported("a property in a negated class") }
        return try escape(inClass: true)
    }

    private static func single(_ set: ScalarSet) -> UInt32? {
        guard set.ranges.count == 1, set.ranges[0].count == 1 else { return nil }
        return set.ranges[0].lowerBound
    }

    private mutating func escape(inClass: Bool) throws(GrammarError) -> ScalarSet {
        guard let scalar = peek else { throw unsupported("it ends with a backslash") }
        position += 1
        switch scalar {
        case "d": return Self.digits
        case "D": return Self.digits.inverted
        case "w": return Self.word
        case "W": return Self.word.inverted
        case "s": return Self.space
        case "S": return Self.space.inverted
        case "t": return ScalarSet("\t")
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "f": return ScalarSet("\u{C}")
        case "v": return ScalarSet("\u{B}")
        case "0": return ScalarSet("\0")
        case "b" where inClass: return ScalarSet("\u{8}")
        case "x": return ScalarSet(try hex(2))
        case "u": return ScalarSet(try unicodeEscape())
        case "p": return try property()
        case "a"..."z", "A"..."Z", "1"..."9": throw unsupported("'\\\(scalar)'")
        default: return ScalarSet(scalar)
        }
    }

    private mutating func unicodeEscape() throws(GrammarError) -> Unicode.Scalar {
        guard take("{") else { return try hex(4) }
        var digits = ""
        while let next = peek, next != "}", digits.count < 7 {
            digits.unicodeScalars.append(next)
            position += 1
        }
        guard take("}"), let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw unsupported("'\\u{\(digits)' is no character")
        }
        return scalar
    }

    private mutating func hex(_ count: Int) throws(GrammarError) -> Unicode.Scalar {
        let digits = String(String.UnicodeScalarView(scalars[position..<min(position + count, scalars.count)]))
        position = min(position + count, scalars.count)
        guard digits.unicodeScalars.count == count, let value = UInt32(digits, radix: 16), !digits.hasPrefix("+"),
            let scalar = Unicode.Scalar(value)
        else { throw unsupported("'\(digits)' is no character") }
        return scalar
    }

    private mutating func property() throws(GrammarError) -> ScalarSet {
        guard take("{") else { throw unsupported("'\\p' without a property") }
        var name = ""
        while let next = peek, next != "}" {
            name.unicodeScalars.append(next)
            position += 1
        }
        guard take("}") else { throw unsupported("'\\p{' does not end") }
        switch name {
        case "L", "Letter", "Alphabetic": return Self.upper.union(Self.lower)
        case "Lu", "Uppercase_Letter", "Uppercase": return Self.upper
        case "Ll", "Lowercase_Letter", "Lowercase": return Self.lower
        case "N", "Nd", "Number", "Decimal_Number": return Self.digits
        default: throw unsupported("the property '\(name)'")
        }
    }

    // MARK: Scalars

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private func unsupported(_ reason: String) -> GrammarError {
        .unsupportedPattern(String(source.prefix(200)), reason: reason)
    }
}
