internal import DataFiles

/// A decision tree: questions, and what each answer advises.
public struct Advice: Hashable, Sendable {
    public struct Question: Hashable, Sendable {
        public var id: String
        public var ask: String
        /// A number above this is the first answer, any other the last; `nil` for a question that no number answers.
        public var above: Int?
        public var answers: [Answer]

        /// The answer that a learner's word means: its id, its number from 1, or how many there are.
        public func answer(_ word: String) -> Answer? {
            if let answer = answers.first(where: { $0.id == word.lowercased() }) { return answer }
            guard let number = Int(word.filter { $0 != "," && $0 != "_" }) else { return nil }
            if (1...answers.count).contains(number) { return answers[number - 1] }
            return above.flatMap { number > $0 ? answers.first : answers.last }
        }
    }

    public struct Answer: Hashable, Sendable {
        public var id: String
        public var text: String
        /// The ids of steps, in order.
        public var advises: [String]
    }

    /// Something to do about costs.
    public struct Step: Hashable, Sendable {
        public var id: String
        public var title: String
        public var how: String
        /// The savings that the chapter claims: in its list of strategies, and in its quick reference.
        public var chapter: [String]
        public var effort: String
        /// What holds in November 2026.
        public var today: String
    }

    public var source = ""
    public var questions: [Question] = []
    public var steps: [Step] = []

    public init() {}

    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// What the answers advise, each step once.
    public func steps(for answers: [Answer]) -> [Step] {
        var seen: Set<String> = []
        return answers.flatMap(\.advises).filter { seen.insert($0).inserted }.compactMap(step)
    }
}

extension Advice {
    /// Reads the file of advice; `nil` reads nothing. Problems go to the reader's log.
    init(from reader: MappingReader?) {
        self.init()
        guard var reader else { return }
        _ = reader.int("format", in: 1...1)
        source = reader.prose("source") ?? ""
        let steps = reader.list("steps") ?? []
        for value in steps {
            guard var entry = MappingReader(value, what: "a step", log: reader.log) else { continue }
            let step = Step(
                id: entry.prose("id") ?? "", title: entry.prose("title") ?? "", how: entry.prose("how") ?? "",
                chapter: (entry.strings("chapter") ?? []).map(\.text), effort: entry.prose("effort") ?? "",
                today: entry.prose("today") ?? "")
            entry.finish()
            self.steps.append(step)
        }
        for value in reader.list("questions") ?? [] {
            guard var entry = MappingReader(value, what: "a question", log: reader.log) else { continue }
            readQuestion(&entry)
            entry.finish()
        }
        reader.finish()
    }

    private mutating func readQuestion(_ reader: inout MappingReader) {
        var question = Question(
            id: reader.prose("id") ?? "", ask: reader.prose("ask") ?? "",
            above: reader.optionalInt("above", in: 1...(1 << 40)), answers: [])
        for value in reader.list("answers") ?? [] {
            guard var entry = MappingReader(value, what: "an answer", log: reader.log) else { continue }
            let advised = entry.strings("advises") ?? []
            for (id, place) in advised where step(id) == nil {
                reader.log.report(
                    "there is no step '\(id)'", at: place, advice: Suggestion.advice(for: id, among: steps.map(\.id)))
            }
            question.answers.append(
                Answer(id: entry.prose("id") ?? "", text: entry.prose("text") ?? "", advises: advised.map(\.text)))
            entry.finish()
        }
        questions.append(question)
    }
}
