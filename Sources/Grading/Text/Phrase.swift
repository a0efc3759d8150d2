/// A phrasing from the course, ready to be looked for in answers.
struct Phrase: Sendable {
    struct Word: Sendable {
        var stem: String
        /// What it says: 1 for content, less for what the question says already and for light words.
        var weight: Double
        var isDenied: Bool
        /// Neither in the question nor in the ideas that the phrasing must not be taken for.
        var isDistinctive = false
    }

    /// The words that say something, each stem once.
    let words: [Word]
    let weight: Double
    /// All stems, for a phrasing with too few content words to be looked for with gaps.
    let literal: [String]?
    /// Whether the phrasing is itself a condition or a told opinion, and whether it tells what is to be found out.
    let isHypothetical: Bool
    let isAsked: Bool
    /// How many words an occurrence may span.
    let span: Int

    /// - Parameters:
    ///   - known: the stems of the question: to repeat them says little.
    ///   - others: for a misconception, the stems of the ideas: at least half of what it has beside them must be there.
    init(_ text: String, known: Set<String>, apartFrom others: Set<String>? = nil) {
        let parsed = AnswerText(text)
        var words: [Word] = []
        var hypothetical = 0
        var asked = 0
        for (index, word) in parsed.words.enumerated() {
            guard var weight = Self.weight(of: word, known: known) else { continue }
            // What to do is more than what to do it with.
            if index == 0, weight > Self.lightWeight, Self.isImperative(parsed.words.map(\.text)) { weight *= 2 }
            if words.contains(where: { $0.stem == word.stem }) { continue }
            let isDistinctive = others.map {
                weight > Self.lightWeight && !$0.contains(word.stem) && !known.contains(word.stem)
            }
            words.append(
                Word(stem: word.stem, weight: weight, isDenied: word.isDenied, isDistinctive: isDistinctive ?? false))
            if word.isHypothetical { hypothetical += 1 }
            if word.isAsked { asked += 1 }
        }
        self.words = words
        threshold = (words.count < 5 ? 0.7 : 0.62) + (others == nil ? 0 : 0.05)
        distinctive = words.count(where: \.isDistinctive)
        weight = words.reduce(0) { $0 + $1.weight }
        isHypothetical = hypothetical * 2 > words.count
        isAsked = asked * 2 >= words.count && asked > 0
        span = max(12, parsed.words.count * 2 + 6)
        literal = words.count { $0.weight > Self.lightWeight } < 2 ? parsed.words.map(\.stem) : nil
    }

    /// Whether a phrasing begins with a verb that tells what to do: `skip chunks …`, `check that …`.
    private static func isImperative(_ words: [String]) -> Bool {
        guard words.count >= 3, let first = words.first, !first.hasSuffix("s"), !first.hasSuffix("ing") else {
            return false
        }
        if determiners.contains(words[1]) { return true }
        // `skip chunks without …`, but not `temperature changes the …`.
        return words[1].hasSuffix("s") && !["is", "was", "has", "does", "always"].contains(words[1])
            && !determiners.contains(words[2]) && words[2] != "which"
    }

    private static let determiners: Set<String> = [
        "the", "a", "an", "that", "whether", "if", "it", "them", "for", "our", "your", "each", "every", "any",
    ]

    static let lightWeight = 0.35
    static let knownWeight = 0.6
    static let knownNumberWeight = 0.8

    private static func weight(of word: AnswerText.Word, known: Set<String>) -> Double? {
        if WordLists.negators.contains(word.text) { return nil }
        if WordLists.light.contains(word.text) { return lightWeight }
        if WordLists.function.contains(word.text) { return nil }
        guard known.contains(word.stem) else { return 1 }
        // `zero elements` without its zero is the contrary, whatever the question has said.
        return word.stem.allSatisfy(\.isNumber) ? knownNumberWeight : knownWeight
    }

    /// The share of ``weight`` that an answer has to have. Long phrasings may be cut more freely.
    let threshold: Double
    /// The number of distinctive words.
    let distinctive: Int
}

/// Where an answer says a phrasing, or its contrary.
struct Occurrence: Sendable {
    enum Sense: Sendable { case affirmed, denied }

    var sense: Sense
    /// The share of the phrasing that was found, up to 1.
    var coverage: Double
    var sentences: ClosedRange<Int>
    var isHypothetical: Bool
    /// Only to be found out, where the phrasing says that it is so.
    var isAsked: Bool
}
