import Course
import Traffic

/// Grades what was sent and received.
///
/// An expectation is met by one exchange that passes all its checks; each needs an exchange of its own, chosen so that most
/// points are earned. Of expectations in order, one counts only after those before it are met, by a later exchange. Where there
/// is one expectation only, its checks share the points, and the exchange that earns most counts.
struct TrafficGrader {
    private let exercise: Exercise
    private let task: TrafficTask

    init(_ exercise: Exercise, _ task: TrafficTask) {
        self.exercise = exercise
        self.task = task
    }

    func grade(_ exchanges: [Exchange]) -> Verdict {
        let facts = exchanges.map { ExchangeFacts($0) }
        if task.expectations.count == 1, let only = task.expectations.first { return grade(only, facts) }
        let passes = task.expectations.map { expectation in
            facts.map { facts in expectation.checks.allSatisfy { $0.matcher.matches(facts.value(of: $0.subject)) } }
        }
        let shares = Shares(task.expectations.map(\.points), of: exercise.points)
        let chosen = task.inOrder ? inOrder(passes) : assignment(passes)
        var criteria: [Criterion] = []
        var score = 0.0
        for (index, expectation) in task.expectations.enumerated() {
            var criterion = Criterion(
                id: expectation.id, title: expectation.title, points: shares[index], earned: 0, state: .missed)
            if let exchange = chosen[index] {
                criterion.state = .met
                criterion.earned = shares[index]
                criterion.detail = "Exchange \(facts[exchange].number) is one."
                score += shares[index]
            } else {
                criterion.detail = missed(index, passes: passes, chosen: chosen, facts)
            }
            criteria.append(criterion)
        }
        let met = criteria.count { $0.state == .met }
        return Verdict(
            score: score, maximum: exercise.points, criteria: criteria,
            arithmetic: "\(met) of \(criteria.count) expectations: \(Points.text(score, of: exercise.points))")
    }

    private func grade(_ expectation: Expectation, _ facts: [ExchangeFacts]) -> Verdict {
        let reports = facts.map { facts in
            CheckReport(expectation.checks, of: exercise.points, place: " in exchange \(facts.number)") {
                facts.value(of: $0)
            }
        }
        // Of equal ones the last: it is what the learner did last.
        let best =
            reports.reduce(nil) { best, next in
                guard let best, best.score > next.score else { return next }
                return best
            } as CheckReport?
        guard let best else {
            return CheckReport(expectation.checks, of: exercise.points, value: { _ in .absent }).nothing()
        }
        return best.verdict()
    }

    /// The first exchanges that meet the expectations one after the other; where one is not met, the rest are not either.
    private func inOrder(_ passes: [[Bool]]) -> [Int?] {
        var chosen = [Int?](repeating: nil, count: passes.count)
        var next = 0
        for (index, passing) in passes.enumerated() {
            guard let exchange = passing.indices.dropFirst(next).first(where: { passing[$0] }) else { break }
            chosen[index] = exchange
            next = exchange + 1
        }
        return chosen
    }

    /// Exchanges for expectations, so that the expectations with most points are met.
    ///
    /// Expectations that can be met together form a matroid: taking them by falling points, each if it can still be had, is best.
    private func assignment(_ passes: [[Bool]]) -> [Int?] {
        var owner: [Int: Int] = [:]
        func take(_ expectation: Int, _ visited: inout Set<Int>) -> Bool {
            for exchange in passes[expectation].indices where passes[expectation][exchange] {
                guard visited.insert(exchange).inserted else { continue }
                var isFree = true
                if let other = owner[exchange] { isFree = take(other, &visited) }
                if isFree {
                    owner[exchange] = expectation
                    return true
                }
            }
            return false
        }
        let byPoints = task.expectations.indices.sorted {
            (task.expectations[$1].points, $0) < (task.expectations[$0].points, $1)
        }
        for expectation in byPoints {
            var visited: Set<Int> = []
            _ = take(expectation, &visited)
        }
        var chosen = [Int?](repeating: nil, count: passes.count)
        for (exchange, expectation) in owner { chosen[expectation] = exchange }
        return chosen
    }

    /// What was seen in the exchange that comes nearest.
    private func missed(_ index: Int, passes: [[Bool]], chosen: [Int?], _ facts: [ExchangeFacts]) -> String {
        guard !facts.isEmpty else { return "Nothing was sent." }
        let expectation = task.expectations[index]
        var candidates = Array(facts.indices)
        if task.inOrder {
            guard chosen.prefix(index).allSatisfy({ $0 != nil }) else {
                return "It counts after the one before it is met."
            }
            if index > 0, let previous = chosen[index - 1] {
                candidates = Array(facts.indices.dropFirst(previous + 1))
                if candidates.isEmpty { return "Nothing was sent after exchange \(facts[previous].number)." }
            }
        }
        let taken = Set(chosen.compactMap(\.self))
        let free = candidates.filter { !taken.contains($0) }
        guard !free.isEmpty else {
            let feedback = expectation.checks.first?.feedback.map { " \(ListReader.collapsed($0))" } ?? ""
            return "It needs an exchange of its own.\(feedback)"
        }
        var nearest = (exchange: free[0], passed: -1)
        for exchange in free {
            let passed = expectation.checks.count { $0.matcher.matches(facts[exchange].value(of: $0.subject)) }
            if passed >= nearest.passed { nearest = (exchange, passed) }
        }
        let seen = facts[nearest.exchange]
        let unmet = expectation.checks.filter { !$0.matcher.matches(seen.value(of: $0.subject)) }
        let details = unmet.map {
            CheckReport.detail($0.feedback, Observation.text($0.subject, seen.value(of: $0.subject)))
        }
        return "Nearest is exchange \(seen.number). " + details.joined(separator: " ")
    }
}
