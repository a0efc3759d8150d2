import Course

/// Grades an explanation by the ideas that it states and the misconceptions that it shows.
///
/// An idea is met when one of its phrasings is found: most of what the phrasing says (by stems, slips of typing allowed, in
/// any order, with gaps) within one sentence or two, and not denied there. It takes no synonyms but those of the phrasings.
/// Time is linear in the length of the answer.
struct TextGrader {
    private let task: TextTask
    private let question: AnswerText

    init(_ task: TextTask, question: String) {
        self.task = task
        self.question = AnswerText(question)
    }

    /// What became of one idea.
    struct Finding {
        var state: Criterion.State
        var quote: String?
    }

    struct Outcome {
        var refusal: Refusal?
        /// One for each idea, in order.
        var ideas: [Finding]
        /// The misconceptions that were found, by index, with the learner's words.
        var misconceptions: [(index: Int, quote: String)]
    }

    func grade(_ answer: String) -> Outcome {
        let text = AnswerText(answer)
        let (refusal, excluded) = RefusalTest(question: question).examine(answer, text)
        guard refusal == nil else {
            return Outcome(refusal: refusal, ideas: task.ideas.map { _ in Finding(state: .missed) }, misconceptions: [])
        }
        let known = Set(question.words.map(\.stem))
        let says = task.ideas.map { $0.say.map { Phrase($0, known: known) } }
        let denials = task.ideas.map { $0.not.map { Phrase($0, known: known) } }
        let stated = Set(says.joined().flatMap { $0.words.map(\.stem) })
        let misconceptions = task.misconceptions.map { $0.say.map { Phrase($0, known: known, apartFrom: stated) } }
        let phrases = (says + denials + misconceptions).joined()
        let finder = PhraseFinder(
            text, excluding: excluded, vocabulary: Set(phrases.flatMap { $0.words.map(\.stem) }))
        let ideas = zip(says, denials).map { say, not in
            judge(say.flatMap(finder.occurrences), against: not.flatMap(finder.occurrences), in: text)
        }
        var shown: [(Int, String)] = []
        for (index, say) in misconceptions.enumerated() {
            let found = say.flatMap(finder.occurrences)
            if let quote = held(found, in: text) { shown.append((index, quote)) }
        }
        return Outcome(refusal: nil, ideas: ideas, misconceptions: shown)
    }

    private func judge(_ say: [Occurrence], against not: [Occurrence], in text: AnswerText) -> Finding {
        let affirmed = best(say.filter { $0.sense == .affirmed && !$0.isAsked })
        let denied = best(
            say.filter { $0.sense == .denied && !$0.isHypothetical }
                + not.filter { $0.sense == .affirmed && !$0.isHypothetical && $0.coverage > 0.95 })
        switch (affirmed, denied) {
        case (nil, nil): return Finding(state: .missed)
        case (let affirmed?, nil): return Finding(state: .met, quote: quote(affirmed, in: text))
        case (nil, let denied?): return Finding(state: .contradicted, quote: quote(denied, in: text))
        case (let affirmed?, let denied?):
            // Who says both has said neither; but what is said in full outweighs a partial likeness.
            let state: Criterion.State = denied.coverage >= affirmed.coverage - 0.05 ? .contradicted : .met
            return Finding(state: state, quote: quote(state == .met ? affirmed : denied, in: text))
        }
    }

    /// The words that show a misconception, unless the learner denies it too: then it was only mentioned.
    private func held(_ found: [Occurrence], in text: AnswerText) -> String? {
        guard let affirmed = best(found.filter { $0.sense == .affirmed && !$0.isHypothetical }) else { return nil }
        if let denied = best(found.filter { $0.sense == .denied }), denied.coverage >= affirmed.coverage - 0.05 {
            return nil
        }
        return quote(affirmed, in: text)
    }

    private func best(_ occurrences: [Occurrence]) -> Occurrence? {
        // The first of equals, so that the result does not depend on anything else.
        occurrences.reduce(nil) { best, next in
            guard let best else { return next }
            return next.coverage > best.coverage ? next : best
        }
    }

    private func quote(_ occurrence: Occurrence, in text: AnswerText) -> String {
        Quote.shortened(occurrence.sentences.map { text.sentences[$0].text }.joined(separator: " "))
    }
}
