/// Brings English words to a common stem: `cached`, `caching` and `caches` are all `cach`.
///
/// M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with a table of irregular forms before it, and
/// British spellings taken for American ones. Words with other than ASCII letters stay as they are.
package enum Stemmer {
    /// The stem of a word in lower case.
    package static func stem(_ word: String) -> String {
        if let regular = irregular[word] { return stem(regular) }
        let bytes = Array(word.utf8)
        guard bytes.count > 2, bytes.count <= 40, bytes.allSatisfy({ (0x61...0x7A).contains($0) }) else { return word }
        var stripper = SuffixStripper(letters: americanised(bytes))
        stripper.run()
        return String(decoding: stripper.letters, as: UTF8.self)
    }

    private static func americanised(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for ending in ["ise", "ised", "ises", "ising", "isation"] where bytes.count > ending.utf8.count + 3 {
            if bytes.ends(with: ending) { bytes[bytes.count - ending.utf8.count + 1] = UInt8(ascii: "z") }
        }
        return bytes
    }

    private static let irregular: [String: String] = {
        let forms = """
            be am is are was were been being; have has had having; do does did done; go goes went gone; say said; \
            get got gotten; make made; take took taken; see saw seen; know knew known; give gave given; \
            come came; think thought; tell told; find found; keep kept; hold held; begin began begun; begin start started \
            starts starting; bring brought; write wrote written; pay paid; send sent; meet met; run ran; lose lost; \
            build built; mean meant; leave left; break broke broken; draw drew drawn; choose chose chosen; \
            steal stole stolen; throw threw thrown; grow grew grown; fall fell fallen; rise rose risen; \
            hide hid hidden; buy bought; spend spent; sell sold; forget forgot forgotten; speak spoke spoken; \
            lie lay lain; show showed shown; become became; drive drove driven; \
            multiple multiply multiplies multiplied; child children; person people persons; 0 zero; 2 two; 3 three; 4 four; \
            5 five; 6 six; 7 seven; 8 eight; 9 nine; 10 ten; all every each; anyone everyone anybody everybody; \
            someone somebody
            """
        var table: [String: String] = [:]
        for line in forms.split(separator: ";") {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let regular = words.first else { continue }
            for word in words.dropFirst() { table[word] = regular }
        }
        return table
    }()
}

extension [UInt8] {
    fileprivate func ends(with suffix: String) -> Bool { self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }
}

/// The five steps of Porter's algorithm on one word.
private struct SuffixStripper {
    var letters: [UInt8]

    mutating func run() {
        stripPlural()
        stripPastAndProgressive()
        if letters.ends(with: "y"), hasVowel(letters.count - 1) { letters[letters.count - 1] = UInt8(ascii: "i") }
        replaceFirst(Self.secondStep, measureAbove: 0)
        replaceFirst(Self.thirdStep, measureAbove: 0)
        stripFourth()
        stripFinal()
    }

    private static let secondStep = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"),
    ]
    private static let thirdStep = [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ]
    private static let fourthStep = [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
        "iti",
        "ous", "ive", "ize",
    ]

    private func isConsonant(_ index: Int) -> Bool {
        switch letters[index] {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
        case UInt8(ascii: "y"): index == 0 || !isConsonant(index - 1)
        default: true
        }
    }

    private func hasVowel(_ count: Int) -> Bool { (0..<max(0, count)).contains { !isConsonant($0) } }

    /// How many times a vowel is followed by a consonant in the first `count` letters.
    private func measure(_ count: Int) -> Int {
        var changes = 0
        var afterVowel = false
        for index in 0..<max(0, count) {
            let consonant = isConsonant(index)
            if consonant, afterVowel { changes += 1 }
            afterVowel = !consonant
        }
        return changes
    }

    private func endsInDoubleConsonant() -> Bool {
        letters.count >= 2 && letters[letters.count - 1] == letters[letters.count - 2] && isConsonant(letters.count - 1)
    }

    /// Whether the first `count` letters end consonant, vowel, consonant, the last not w, x or y.
    private func endsShort(_ count: Int) -> Bool {
        guard count >= 3, isConsonant(count - 1), !isConsonant(count - 2), isConsonant(count - 3) else { return false }
        return ![UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "y")].contains(letters[count - 1])
    }

    private mutating func stripPlural() {
        if letters.ends(with: "sses") || letters.ends(with: "ies") {
            letters.removeLast(2)
        } else if letters.ends(with: "s"), !letters.ends(with: "ss") {
            letters.removeLast()
        }
    }

    private mutating func stripPastAndProgressive() {
        if letters.ends(with: "eed") {
            if measure(letters.count - 3) > 0 { letters.removeLast() }
            return
        }
        guard let suffix = ["ed", "ing"].first(where: { letters.ends(with: $0) }),
            hasVowel(letters.count - suffix.utf8.count)
        else { return }
        letters.removeLast(suffix.utf8.count)
        if letters.ends(with: "at") || letters.ends(with: "bl") || letters.ends(with: "iz") {
            letters.append(UInt8(ascii: "e"))
        } else if endsInDoubleConsonant(), !["l", "s", "z"].contains(where: { letters.ends(with: $0) }) {
            letters.removeLast()
        } else if measure(letters.count) == 1, endsShort(letters.count) {
            letters.append(UInt8(ascii: "e"))
        }
    }

    private mutating func replaceFirst(_ rules: [(String, String)], measureAbove limit: Int) {
        for (suffix, replacement) in rules where letters.ends(with: suffix) {
            let rest = letters.count - suffix.utf8.count
            if measure(rest) > limit { letters = letters.prefix(rest) + Array(replacement.utf8) }
            return
        }
    }

    private mutating func stripFourth() {
        guard
            let suffix = Self.fourthStep.filter({ letters.ends(with: $0) }).max(by: { $0.utf8.count < $1.utf8.count })
        else { return }
        let rest = letters.count - suffix.utf8.count
        guard measure(rest) > 1 else { return }
        if suffix == "ion", let last = letters.prefix(rest).last, last != UInt8(ascii: "s"), last != UInt8(ascii: "t") {
            return
        }
        letters.removeLast(suffix.utf8.count)
    }

    private mutating func stripFinal() {
        if letters.ends(with: "e") {
            let measured = measure(letters.count - 1)
            if measured > 1 || (measured == 1 && !endsShort(letters.count - 1)) { letters.removeLast() }
        }
        if letters.ends(with: "ll"), measure(letters.count) > 1 { letters.removeLast() }
    }
}
