import Course

/// Grades an order by its longest run of items, not necessarily neighbours, that stand in the right order: (run − 1)/(n − 1).
struct OrderGrader {
    private let exercise: Exercise
    private let task: OrderTask
    private let solution: Solution?

    init(_ exercise: Exercise, _ task: OrderTask, _ solution: Solution?) {
        self.exercise = exercise
        self.task = task
        self.solution = solution
    }

    func grade(_ answer: String) throws(GradingError) -> Verdict {
        guard let solution else { throw .noAnswer(exercise.id, reason: "it has no solution") }
        let right = try ids(of: solution.answer)
        let typed = try read(answer)
        let places = typed.compactMap { right.firstIndex(of: $0) }
        guard places.count == task.items.count else {
            throw .noAnswer(exercise.id, reason: "its solution does not have every item once")
        }
        let run = Self.longestRun(places)
        let total = places.count
        let isRight = run == total
        let score = total < 2 ? exercise.points : exercise.points * Double(run - 1) / Double(total - 1)
        let detail =
            isRight
            ? "All \(total) are in the right order." : "\(run) of \(total) are in the right order to each other."
        let arithmetic =
            isRight
            ? Points.text(score, of: exercise.points)
            : "(\(run) − 1) / (\(total) − 1) of \(Points.text(exercise.points)): \(Points.text(score, of: exercise.points))"
        return Verdict(
            score: score, maximum: exercise.points,
            criteria: [
                Criterion(
                    id: "answer", title: "the order", points: exercise.points, earned: score,
                    state: isRight ? .met : .missed,
                    detail: detail, quote: typed.joined(separator: " "))
            ],
            arithmetic: arithmetic,
            feedback: solution.wrong.filter { (try? ids(of: $0.answer)) == typed }.compactMap(\.feedback))
    }

    private func ids(of answer: Answer) throws(GradingError) -> [String] {
        switch answer {
        case .list(let ids): ids
        case .text(let text): try read(text)
        }
    }

    private func read(_ answer: String) throws(GradingError) -> [String] {
        guard answer.utf8.count <= 4000 else { throw unreadable("That is a longer text than an order is.") }
        var words = ListReader.words(answer)
        guard !words.isEmpty else { throw unreadable("There is no answer yet.") }
        let ids = task.items.map(\.id)
        let letters = words.count == 1 ? words[0].map(String.init) : []
        if letters.count == ids.count, ids.allSatisfy({ $0.count == 1 }) { words = letters }
        var found: [String] = []
        for word in words {
            guard let id = ids.first(where: { $0.lowercased() == word }) else {
                throw unreadable("'\(word.prefix(40))' is none of the items.")
            }
            guard !found.contains(id) else { throw unreadable("'\(id)' is there twice.") }
            found.append(id)
        }
        let missing = ids.filter { !found.contains($0) }
        guard missing.isEmpty else {
            throw unreadable(
                "\(missing.map { "'\($0)'" }.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") missing.")
        }
        return found
    }

    private func unreadable(_ found: String) -> GradingError {
        .unreadable(
            found: found,
            expected:
                "Type every item once, with spaces between: \(task.items.map(\.id).joined(separator: " ")), in your order."
        )
    }

    /// The length of the longest increasing subsequence.
    static func longestRun(_ places: [Int]) -> Int {
        // The last place of the best run of each length (patience sorting).
        var lasts: [Int] = []
        for place in places {
            if let index = lasts.firstIndex(where: { $0 >= place }) {
                lasts[index] = place
            } else {
                lasts.append(place)
            }
        }
        return lasts.count
    }
}
