/// Which words of a sentence are denied, and which are only supposed.
enum Negation {
    /// How many words a negation reaches at most, and how many a clause has: sentences without end must not cost without end.
    private static let reach = 14
    private static let clause = 40

    static func mark(_ words: inout [AnswerText.Word], in sentence: Range<Int>) {
        markNegators(&words, in: sentence)
        markDenials(&words, in: sentence)
        markSuppositions(&words, in: sentence)
    }

    private static func markNegators(_ words: inout [AnswerText.Word], in sentence: Range<Int>) {
        for index in sentence {
            var first = index + 1
            let next = first < sentence.upperBound ? words[first].text : ""
            switch words[index].text {
            case "not" where ["only", "just", "merely", "simply", "necessarily"].contains(next):
                // `don't just hide it`: mentioned, neither held nor denied.
                for place in first..<clauseEnd(words, from: first, in: sentence) { words[place].isHypothetical = true }
                continue
            case "no" where ["doubt", "matter"].contains(next): continue
            case "rather" where next == "than", "instead" where next == "of": first += 1
            case let word where WordLists.negators.contains(word): break
            default: continue
            }
            guard !words[index].endsClause else { continue }
            for place in first..<max(first, min(sentence.upperBound, index + reach)) {
                if WordLists.clauseEnders.contains(words[place].text) { break }
                words[place].isDenied.toggle()
                if words[place].endsClause { break }
            }
        }
    }

    private static func clauseEnd(_ words: [AnswerText.Word], from first: Int, in sentence: Range<Int>) -> Int {
        var place = first
        while place < min(sentence.upperBound, first + clause), !WordLists.clauseEnders.contains(words[place].text) {
            place += 1
            if words[place - 1].endsClause { break }
        }
        return max(first, place)
    }

    /// `it is wrong that …` denies what follows; `the idea that … is wrong` denies what stands before.
    private static func markDenials(_ words: inout [AnswerText.Word], in sentence: Range<Int>) {
        for index in sentence where WordLists.denials.contains(words[index].text) && !words[index].isDenied {
            let next = index + 1
            if next < sentence.upperBound, words[next].text == "that" || words[next].text == "to" {
                for place in next..<min(sentence.upperBound, next + clause) {
                    if words[place].text == "but" { break }
                    words[place].isDenied.toggle()
                }
            } else if let first = words[sentence.lowerBound..<index].prefix(4).firstIndex(where: { $0.text == "that" }),
                index - first <= clause
            {
                for place in first..<index { words[place].isDenied.toggle() }
            }
        }
    }

    private static func markSuppositions(_ words: inout [AnswerText.Word], in sentence: Range<Int>) {
        for index in sentence {
            let isOpinion =
                WordLists.opinions.contains(words[index].stem)
                && !(index > sentence.lowerBound && ["i", "we"].contains(words[index - 1].text))
            guard isOpinion || WordLists.conditionals.contains(words[index].text) else { continue }
            for place in (index + 1)..<max(index + 1, min(sentence.upperBound, index + clause)) {
                if ["but", "however", "so"].contains(words[place].text) { break }
                words[place].isHypothetical = true
                if WordLists.questions.contains(words[index].text) { words[place].isAsked = true }
                if words[place].endsClause { break }
            }
        }
    }
}
