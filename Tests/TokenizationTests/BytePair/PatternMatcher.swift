import Tokenization

/// A backtracking matcher for the few constructs that the pre-tokenizers' patterns use: slow, and plainly the pattern.
struct Pattern {
    indirect enum Node {
        /// A character class, repeated greedily, or possessively: then nothing is given back.
        case some(Set<Unicode.Scalar>, Int, Int, possessive: Bool)
        case either([[Node]])
        /// `(?!\S)`, with what counts as `\s`.
        case notBeforeOther(than: Set<Unicode.Scalar>)
        /// `$`
        case end
    }

    let alternatives: [[Node]]

    /// The end of the first match at `start`.
    func end(in text: [Unicode.Scalar], from start: Int) -> Int? {
        for alternative in alternatives {
            if let end = Self.match(alternative[...], text, start, then: { $0 }) { return end }
        }
        return nil
    }

    private static func match(
        _ nodes: ArraySlice<Node>, _ text: [Unicode.Scalar], _ position: Int, then: (Int) -> Int?
    ) -> Int? {
        guard let node = nodes.first else { return then(position) }
        let rest = nodes.dropFirst()
        switch node {
        case .some(let set, let least, let most, let possessive):
            var longest = position
            while longest < text.count, longest - position < most, set.contains(text[longest]) { longest += 1 }
            guard longest - position >= least else { return nil }
            for end in stride(from: longest, through: possessive ? longest : position + least, by: -1) {
                if let end = match(rest, text, end, then: then) { return end }
            }
            return nil
        case .either(let alternatives):
            for alternative in alternatives {
                if let end = match(alternative + rest, text, position, then: then) { return end }
            }
            return nil
        case .notBeforeOther(let set):
            if position < text.count, !set.contains(text[position]) { return nil }
            return match(rest, text, position, then: then)
        case .end:
            return position == text.count ? match(rest, text, position, then: then) : nil
        }
    }
}

/// The patterns over an alphabet with a few characters of every class.
enum ReferencePatterns {
    static let alphabet: [Unicode.Scalar] = [
        "A", "S", "b", "s", "l", "日", "\u{301}", "1", "½", " ", "\t", "\n", "\r", "!", "'", "/", "ſ", "\u{A0}",
    ]
    private static let upper: Set<Unicode.Scalar> = ["A", "S"]
    private static let lower: Set<Unicode.Scalar> = ["b", "s", "l", "ſ"]
    private static let both: Set<Unicode.Scalar> = ["日", "\u{301}"]
    private static let letter: Set<Unicode.Scalar> = upper.union(lower).union(["日"])
    private static let number: Set<Unicode.Scalar> = ["1", "½"]
    private static let space: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r", "\u{A0}"]
    private static let newline: Set<Unicode.Scalar> = ["\n", "\r"]
    private static let symbol: Set<Unicode.Scalar> = ["!", "'", "/", "\u{301}"]
    private static let prefix = Set(alphabet).subtracting(newline).subtracting(letter).subtracting(number)

    private static func one(_ set: Set<Unicode.Scalar>) -> Pattern.Node { .some(set, 1, 1, possessive: false) }
    private static func maybe(_ set: Set<Unicode.Scalar>) -> Pattern.Node { .some(set, 0, 1, possessive: false) }
    private static func any(_ set: Set<Unicode.Scalar>) -> Pattern.Node { .some(set, 0, .max, possessive: false) }
    private static func many(_ set: Set<Unicode.Scalar>) -> Pattern.Node { .some(set, 1, .max, possessive: false) }
    private static func all(_ set: Set<Unicode.Scalar>) -> Pattern.Node { .some(set, 1, .max, possessive: true) }

    /// `'s` and `'ll`: the other contractions go the same ways.
    private static func contractions(folding: Bool, longS: Bool) -> [[Pattern.Node]] {
        let s: Set<Unicode.Scalar> = folding ? (longS ? ["s", "S", "ſ"] : ["s", "S"]) : ["s"]
        return [[one(["'"]), one(s)], [one(["'"]), one(["l"]), one(["l"])]]
    }

    static let cl100k = Pattern(
        alternatives: contractions(folding: true, longS: true) + [
            [.some(prefix, 0, 1, possessive: true), all(letter)],
            [.some(number, 1, 3, possessive: true)],
            [maybe([" "]), all(symbol), .some(newline, 0, .max, possessive: true)],
            [all(space), .end],
            [any(space), one(newline)],
            [many(space), .notBeforeOther(than: space)],
            [one(space)],
        ])

    static let llama3 = Pattern(
        alternatives: contractions(folding: true, longS: false) + [
            [maybe(prefix), many(letter)],
            [.some(number, 1, 3, possessive: false)],
            [maybe([" "]), many(symbol), any(newline)],
            [any(space), many(newline)],
            [many(space), .notBeforeOther(than: space)],
            [many(space)],
        ])

    static let o200k: Pattern = {
        let contraction = Pattern.Node.either(contractions(folding: true, longS: true) + [[]])
        return Pattern(alternatives: [
            [maybe(prefix), any(upper.union(both)), many(lower.union(both)), contraction],
            [maybe(prefix), many(upper.union(both)), any(lower.union(both)), contraction],
            [.some(number, 1, 3, possessive: false)],
            [maybe([" "]), many(symbol), any(newline.union(["/"]))],
            [any(space), many(newline)],
            [many(space), .notBeforeOther(than: space)],
            [many(space)],
        ])
    }()

    static let gpt2 = Pattern(
        alternatives: contractions(folding: false, longS: false) + [
            [maybe([" "]), many(letter)],
            [maybe([" "]), many(number)],
            [maybe([" "]), many(symbol)],
            [many(space), .notBeforeOther(than: space)],
            [many(space)],
        ])

    /// The pieces of `text` as the reference of `preTokenizer` cuts it.
    static func pieces(_ preTokenizer: PreTokenizer, of text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        switch preTokenizer {
        case .cl100k: cut(text, cl100k)
        case .o200k: cut(text, o200k)
        case .llama3: cut(text, llama3)
        case .gpt2: cut(text, gpt2)
        case .smollm: fragments(of: text).flatMap { cut($0, gpt2) }
        }
    }

    private static func cut(_ text: [Unicode.Scalar], _ pattern: Pattern) -> [[Unicode.Scalar]] {
        var pieces: [[Unicode.Scalar]] = []
        var start = 0
        while start < text.count {
            let end = pattern.end(in: text, from: start) ?? text.count
            pieces.append(Array(text[start..<end]))
            start = end
        }
        return pieces
    }

    /// Every number on its own, and what lies between.
    private static func fragments(of text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var fragments: [[Unicode.Scalar]] = [[]]
        for scalar in text {
            if number.contains(scalar) {
                fragments += [[scalar], []]
            } else {
                fragments[fragments.count - 1].append(scalar)
            }
        }
        return fragments.filter { !$0.isEmpty }
    }
}
