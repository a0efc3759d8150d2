/// Looks for phrasings in one answer, in any order of words and with gaps.
struct PhraseFinder {
    private let text: AnswerText
    /// Sentences that do not count: the question repeated, lists of keywords.
    private let excluded: Set<Int>
    private var places: [String: [Hit]] = [:]

    /// A word of the answer that stands for a word of a phrasing.
    private struct Hit {
        var place: Int
        /// `incomplete` stands for `complete`, denied.
        var isFlipped: Bool
    }

    init(_ text: AnswerText, excluding excluded: Set<Int>, vocabulary: Set<String>) {
        self.text = text
        self.excluded = excluded
        index(vocabulary)
    }

    private mutating func index(_ vocabulary: Set<String>) {
        var exact: [String: [Int]] = [:]
        for (place, word) in text.words.enumerated() where !excluded.contains(word.sentence) {
            exact[word.stem, default: []].append(place)
        }
        let byInitial = Dictionary(grouping: vocabulary.sorted(), by: \.first)
        for (stem, found) in exact {
            if vocabulary.contains(stem) {
                places[stem, default: []] += found.map { Hit(place: $0, isFlipped: false) }
            } else if !WordLists.function.contains(stem) {
                for meant in Self.meant(stem, among: byInitial[stem.first] ?? []) {
                    places[meant, default: []] += found.map { Hit(place: $0, isFlipped: false) }
                }
            }
            for opposite in Self.opposites(of: stem) where vocabulary.contains(opposite) {
                places[opposite, default: []] += found.map { Hit(place: $0, isFlipped: true) }
            }
        }
    }

    /// The words of the vocabulary that a mistyped one may be meant for.
    private static func meant(_ stem: String, among words: [String]) -> [String] {
        let typed = Array(stem.utf8)
        guard typed.count >= 4, typed.count <= 40 else { return [] }
        return words.filter { word in
            let slips = EditDistance.slips(forLength: word.utf8.count)
            return slips > 0 && EditDistance.isWithin(slips, typed, Array(word.utf8))
        }
    }

    /// `incomplet` for `complet`, and the other way round.
    private static func opposites(of stem: String) -> [String] {
        guard stem.utf8.count >= 5, stem.utf8.count <= 40 else { return [] }
        var opposites: [String] = []
        for prefix in ["in", "un", "im", "non"] {
            opposites.append(prefix + stem)
            if stem.hasPrefix(prefix), stem.utf8.count >= prefix.utf8.count + 5 {
                opposites.append(String(stem.dropFirst(prefix.count)))
            }
        }
        return opposites
    }

    // MARK: Finding

    /// The fullest occurrences of a phrasing: one that affirms it and one that denies it, where there are such.
    func occurrences(of phrase: Phrase) -> [Occurrence] {
        if let literal = phrase.literal { return literalOccurrences(of: literal) }
        var hits: [(word: Int, hit: Hit)] = []
        for (index, word) in phrase.words.enumerated() {
            hits += (places[word.stem] ?? []).map { (index, $0) }
        }
        guard !hits.isEmpty else { return [] }
        hits.sort { ($0.hit.place, $0.word) < ($1.hit.place, $1.word) }
        var latest = [Hit?](repeating: nil, count: phrase.words.count)
        var best: [Occurrence.Sense: Occurrence] = [:]
        for (word, hit) in hits {
            latest[word] = hit
            for reach in 0...1 {
                let bar = phrase.threshold + (reach == 0 ? 0 : 0.1)
                guard let found = occurrence(of: phrase, latest: latest, endingAt: hit.place, reach: reach, bar: bar)
                else { continue }
                if found.coverage > best[found.sense]?.coverage ?? 0
                    || (best[found.sense]?.isHypothetical == true && !found.isHypothetical)
                    || (best[found.sense]?.isAsked == true && !found.isAsked)
                {
                    best[found.sense] = found
                }
                break
            }
        }
        return [best[.affirmed], best[.denied]].compactMap { $0 }
    }

    private func occurrence(
        of phrase: Phrase, latest: [Hit?], endingAt end: Int, reach: Int, bar: Double
    ) -> Occurrence? {
        let sentence = text.words[end].sentence
        var weight = 0.0
        var content = 0
        var distinctive = 0
        var agreeing = 0.0
        var differing = 0.0
        var bothDenied = false
        var phraseDenies = false
        var hypothetical = 0
        var asked = 0
        var count = 0
        var first = sentence
        for (index, word) in phrase.words.enumerated() {
            guard let hit = latest[index], hit.place > end - phrase.span else { continue }
            let found = text.words[hit.place]
            guard found.sentence >= sentence - reach else { continue }
            first = min(first, found.sentence)
            weight += word.weight
            count += 1
            if word.weight > Phrase.lightWeight { content += 1 }
            if word.isDistinctive { distinctive += 1 }
            let isDenied = found.isDenied != hit.isFlipped
            if isDenied == word.isDenied { agreeing += word.weight } else { differing += word.weight }
            if isDenied && word.isDenied { bothDenied = true }
            if word.isDenied { phraseDenies = true }
            if found.isHypothetical { hypothetical += 1 }
            if found.isAsked { asked += 1 }
        }
        guard content >= 2, weight / phrase.weight >= bar, distinctive * 2 >= phrase.distinctive else { return nil }
        let share = differing / (agreeing + differing)
        let sense: Occurrence.Sense
        if bothDenied || differing == 0 {
            sense = .affirmed
        } else if share >= (phraseDenies ? 0.5 : 0.33) {
            sense = .denied
        } else if !phraseDenies, share < 0.2 {
            sense = .affirmed
        } else {
            return nil
        }
        return Occurrence(
            sense: sense, coverage: weight / phrase.weight, sentences: first...sentence,
            isHypothetical: !phrase.isHypothetical && hypothetical * 2 > count,
            isAsked: !phrase.isAsked && asked * 2 > count)
    }

    /// The words one after the other, in this order: the first place of each sense, one that is stated before one that is not.
    private func literalOccurrences(of stems: [String]) -> [Occurrence] {
        guard let head = stems.first, stems.count <= text.words.count else { return [] }
        var best: [Occurrence.Sense: Occurrence] = [:]
        for start in 0...(text.words.count - stems.count) where text.words[start].stem == head {
            let found = text.words[start..<(start + stems.count)]
            let sentence = text.words[start].sentence
            guard !excluded.contains(sentence), found.allSatisfy({ $0.sentence == sentence }),
                found.elementsEqual(stems, by: { $0.stem == $1 })
            else { continue }
            // Denied from outside: the negation stands before the words.
            let sense: Occurrence.Sense = text.words[start].isDenied ? .denied : .affirmed
            let isHypothetical = found.allSatisfy(\.isHypothetical)
            if let earlier = best[sense], !earlier.isHypothetical || isHypothetical { continue }
            best[sense] = Occurrence(
                sense: sense, coverage: 1, sentences: sentence...sentence, isHypothetical: isHypothetical,
                isAsked: found.allSatisfy(\.isAsked))
        }
        return [best[.affirmed], best[.denied]].compactMap { $0 }
    }
}
