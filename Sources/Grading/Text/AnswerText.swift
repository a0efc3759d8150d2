/// A text cut into sentences and words, each word with its stem and whether the sentence denies it.
struct AnswerText: Sendable {
    struct Word: Sendable {
        /// In lower case.
        var text: String
        var stem: String
        var sentence: Int
        /// Whether a comma, colon, bracket or dash follows.
        var endsClause = false
        /// Within the reach of an odd number of negations.
        var isDenied = false
        /// Part of a condition, or of an opinion that is told and not held.
        var isHypothetical = false
        /// Part of what is to be found out: `check whether …`.
        var isAsked = false
    }

    struct Sentence: Sendable {
        var words: Range<Int>
        /// As the learner wrote it, without white space around it.
        var text: String
    }

    var words: [Word] = []
    var sentences: [Sentence] = []

    init(_ text: String) {
        var stems: [String: String] = [:]
        for piece in Self.sentencePieces(text) {
            let start = words.count
            let index = sentences.count
            for (word, endsClause) in Self.words(of: piece) {
                let stem = stems[word] ?? Stemmer.stem(word)
                stems[word] = stem
                words.append(Word(text: word, stem: stem, sentence: index, endsClause: endsClause))
            }
            guard words.count > start else { continue }
            sentences.append(Sentence(words: start..<words.count, text: Self.trimmed(piece)))
            Negation.mark(&words, in: start..<words.count)
        }
    }

    /// The words of one sentence, without their places.
    func stems(ofSentence index: Int) -> [String] { words[sentences[index].words].map(\.stem) }

    // MARK: Cutting

    /// Cuts at `.`, `!` and `?` before white space, at `;`, and at line ends before an empty line or a new item of a list.
    private static func sentencePieces(_ text: String) -> [Substring] {
        let scalars = text.unicodeScalars
        var pieces: [Substring] = []
        var start = scalars.startIndex
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let next = scalars.index(after: index)
            if ends(scalars[index], before: scalars[next...]), !isAbbreviation(text[start..<index]) {
                pieces.append(text[start..<next])
                start = next
            }
            index = next
        }
        pieces.append(text[start...])
        return pieces
    }

    private static func ends(_ scalar: Unicode.Scalar, before rest: Substring.UnicodeScalarView) -> Bool {
        switch scalar {
        case ".", "!", "?", "\u{2026}":
            guard let next = rest.first else { return true }
            return next.properties.isWhitespace || "\"\u{201D}')".unicodeScalars.contains(next)
        case ";": return true
        case "\n", "\r", "\u{2028}", "\u{2029}":
            // A run of blanks is looked through once only, for what ends it is no blank.
            guard let first = rest.first(where: { $0 != " " && $0 != "\t" }) else { return true }
            return "\n\r-*\u{2022}".unicodeScalars.contains(first) || first.properties.numericType != nil
        default: return false
        }
    }

    private static func isAbbreviation(_ text: Substring) -> Bool {
        let last = text.utf8.suffix(3)
        return ["e.g", "i.e", " vs"].contains { last.elementsEqual($0.utf8) }
    }

    /// Runs of letters and digits, in lower case; `isn't` is `is`, `not`. Names such as `max_tokens` are two words.
    private static func words(of sentence: Substring) -> [(String, endsClause: Bool)] {
        var found: [(String, endsClause: Bool)] = []
        var word = ""
        func finish() {
            guard !word.isEmpty else { return }
            found += expanded(word).map { ($0, false) }
            word = ""
        }
        for scalar in sentence.unicodeScalars {
            switch scalar {
            case "'", "\u{2019}", "\u{02BC}": word += word.isEmpty ? "" : "'"
            case ",", ":", "(", ")", "\u{2014}", "\u{2013}", "[", "]":
                finish()
                if !found.isEmpty, scalar != "[", scalar != "]" { found[found.count - 1].endsClause = true }
            default:
                if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    // A word without end must not cost without end.
                    if word.utf8.count < 64 { word += scalar.properties.lowercaseMapping }
                } else if scalar == ".", word.last?.isNumber == true {
                    word += "."
                } else if scalar.properties.generalCategory != .nonspacingMark, scalar != "\u{200B}", scalar != "\u{AD}"
                {
                    finish()
                }
            }
        }
        finish()
        return found
    }

    private static func expanded(_ word: String) -> [String] {
        var word = word
        while let last = word.last, last == "'" || last == "." { word.removeLast() }
        if word == "cannot" || word == "can't" || word == "cant" { return ["can", "not"] }
        if word == "won't" || word == "wont" { return ["will", "not"] }
        if word.hasSuffix("n't") { return [String(word.dropLast(3)), "not"].filter { !$0.isEmpty } }
        if ["dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "shouldnt", "couldnt"].contains(word) {
            return [String(word.dropLast(2)), "not"]
        }
        if let mark = word.firstIndex(of: "'") { word = String(word[..<mark]) }
        return word.isEmpty ? [] : [word]
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace || $0 == "-" || $0 == "*" || $0 == "•" }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
