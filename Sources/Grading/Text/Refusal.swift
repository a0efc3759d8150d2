/// A text that is no answer, whatever words are in it.
enum Refusal: Hashable, Sendable {
    case empty
    case instructsGrader(String)
    case repeatsQuestion
    case repeatsItself(String)
    case keywords
    case gibberish

    /// What is said to the learner.
    var reason: String {
        switch self {
        case .empty: "There is no answer yet."
        case .instructsGrader(let words):
            "The answer is graded by what it explains. It speaks to the grader instead: \u{201C}\(words)\u{201D}."
        case .repeatsQuestion: "This repeats the question. Say in your own words what the answer to it is."
        case .repeatsItself(let sentence):
            "One sentence, many times: \u{201C}\(sentence)\u{201D}. Say it once, and what else belongs to the answer."
        case .keywords: "These are single words. Write sentences that say how they belong together."
        case .gibberish: "No sentence could be made out. Write one or two in plain English."
        }
    }
}

/// Finds texts, and sentences in them, that are no answer.
struct RefusalTest {
    private let question: Set<[String]>

    init(question: AnswerText) {
        self.question = Self.runs(of: question.words.map(\.text))
    }

    /// Why the whole text is refused, or which of its sentences do not count.
    func examine(_ raw: String, _ text: AnswerText) -> (refusal: Refusal?, excluded: Set<Int>) {
        guard !text.words.isEmpty else {
            let isBlank = raw.allSatisfy(\.isWhitespace)
            return (isBlank ? .empty : .gibberish, [])
        }
        if let words = GraderInstructions.find(in: text) { return (.instructsGrader(words), []) }
        if let sentence = repeated(text) { return (.repeatsItself(Quote.shortened(sentence)), []) }
        var excluded: Set<Int> = []
        var repeats = 0
        var keywords = 0
        for index in text.sentences.indices {
            let words = text.words[text.sentences[index].words]
            if isOfQuestion(words.map(\.text)) {
                excluded.insert(index)
                repeats += words.count
            } else if isKeywords(words) {
                excluded.insert(index)
                keywords += words.count
            }
        }
        let left = text.words.count - repeats - keywords
        if left == 0 || (left < 3 && repeats + keywords >= 6) {
            if repeats >= keywords { return (.repeatsQuestion, excluded) }
            return (looksLikeGibberish(text) ? .gibberish : .keywords, excluded)
        }
        return (looksLikeGibberish(text) ? .gibberish : nil, excluded)
    }

    /// Three words in a row.
    private static func runs(of words: [String]) -> Set<[String]> {
        guard words.count >= 3 else { return [] }
        return Set((0...(words.count - 3)).map { Array(words[$0..<($0 + 3)]) })
    }

    /// Whether nearly all of a sentence's runs of words stand in the question.
    private func isOfQuestion(_ words: [String]) -> Bool {
        guard words.count >= 5 else { return false }
        let total = words.count - 2
        let found = (0..<total).count { question.contains(Array(words[$0..<($0 + 3)])) }
        return Double(found) >= 0.7 * Double(total)
    }

    /// Words without the small ones that make a sentence of them.
    private func isKeywords(_ words: ArraySlice<AnswerText.Word>) -> Bool {
        guard words.count >= 4 else { return false }
        let small = words.count { WordLists.function.contains($0.text) }
        let parts = 1 + words.dropLast().count(where: \.endsClause)
        let share = Double(small) / Double(words.count)
        if parts >= 4, Double(words.count) / Double(parts) <= 2.6 { return share < 0.34 }
        return share < 0.1 && (parts >= 3 || words.count >= 6)
    }

    private func repeated(_ text: AnswerText) -> String? {
        guard text.sentences.count >= 3 else { return nil }
        var counts: [[String]: (count: Int, first: Int)] = [:]
        for index in text.sentences.indices {
            counts[text.stems(ofSentence: index), default: (0, index)].count += 1
        }
        guard let most = counts.values.max(by: { ($0.count, $1.first) < ($1.count, $0.first) }), most.count >= 3,
            most.count * 5 >= text.sentences.count * 3
        else { return nil }
        return text.sentences[most.first].text
    }

    private func looksLikeGibberish(_ text: AnswerText) -> Bool {
        let words = text.words.filter { $0.text.first?.isLetter == true }
        guard !words.isEmpty else { return true }
        let unlikely = words.count { word in
            let letters = Array(word.text)
            guard letters.count > 3, letters.allSatisfy(\.isASCII) else { return letters.count > 30 }
            let vowels = letters.count { "aeiouy".contains($0) }
            return letters.count > 24 || vowels == 0 || vowels * 7 < letters.count || Set(letters).count == 1
        }
        if unlikely * 2 > words.count { return true }
        // A text of some length in which no small word occurs is not made of sentences.
        return words.count >= 5 && !words.contains { WordLists.function.contains($0.text) }
            && unlikely * 5 >= words.count
    }
}

/// Words that are meant for whoever grades.
private enum GraderInstructions {
    static func find(in text: AnswerText) -> String? {
        for sentence in text.sentences {
            let words = text.words[sentence.words].map(\.text)
            if speaksToGrader(words) { return Quote.shortened(sentence.text) }
        }
        return nil
    }

    private static let verbs: Set<String> = [
        "give", "award", "grant", "assign", "mark", "grade", "rate", "score", "deserve", "deserves",
    ]
    private static let rewards: Set<String> = [
        "marks", "mark", "points", "score", "credit", "grade", "rating", "full", "correct", "met",
    ]
    private static let whole: Set<String> = [
        "full", "all", "maximum", "max", "top", "perfect", "highest", "complete", "every", "100", "correct", "right",
        "met",
    ]
    private static let rules: Set<String> = [
        "rubric", "criteria", "criterion", "grader", "grading", "marking", "instructions", "instruction", "guidelines",
        "rules",
    ]
    private static let dismissals: Set<String> = ["ignore", "disregard", "forget", "override", "skip", "bypass"]

    private static func speaksToGrader(_ words: [String]) -> Bool {
        for (index, word) in words.enumerated() {
            let near = words[index..<min(words.count, index + 7)]
            if dismissals.contains(word), near.contains(where: rules.contains) { return true }
            if verbs.contains(word), near.dropFirst().contains(where: rewards.contains),
                near.dropFirst().contains(where: whole.contains),
                near.dropFirst().contains(where: {
                    ["me", "this", "answer", "it", "us", "my", "marks", "points", "credit"].contains($0)
                }),
                !near.contains("token"), !near.contains("tokens")
            {
                return true
            }
            if word == "score" || word == "grade" || word == "verdict" || word == "marks" || word == "points" {
                // `score: 5/5`
                let rest = words.dropFirst(index + 1).prefix(3)
                if rest.count >= 2, rest.prefix(2).allSatisfy({ Double($0) != nil }),
                    rest.first == rest.dropFirst().first
                {
                    return true
                }
            }
            if word == "full" || word == "maximum", index + 1 < words.count,
                ["marks", "mark", "points", "credit"].contains(words[index + 1])
            {
                return true
            }
            if word == "grader" {
                let around = words[max(0, index - 4)..<min(words.count, index + 5)]
                if index == 0 || around.contains("you") || around.contains("dear") { return true }
            }
        }
        return false
    }
}

enum Quote {
    /// A sentence of a learner, in one line and at most 160 characters.
    static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= 160 ? line : line.prefix(159) + "…"
    }
}
