import Course

/// Turns what ``TextGrader`` finds into a verdict.
struct ExplanationGrader {
    private let exercise: Exercise
    private let task: TextTask

    init(_ exercise: Exercise, _ task: TextTask) {
        self.exercise = exercise
        self.task = task
    }

    func grade(_ answer: String) -> Verdict {
        let outcome = TextGrader(task, question: exercise.prompt).grade(answer)
        let shares = Shares(task.ideas.map(\.points), of: exercise.points)
        var criteria: [Criterion] = []
        for (index, (idea, finding)) in zip(task.ideas, outcome.ideas).enumerated() {
            criteria.append(
                Criterion(
                    // The title says the idea: it is told only to who has said it.
                    id: idea.id, title: finding.state == .met ? idea.title : "idea \(index + 1) of \(task.ideas.count)",
                    points: shares[index],
                    earned: finding.state == .met ? shares[index] : 0, state: finding.state,
                    detail: Self.detail(finding.state), quote: finding.quote))
        }
        if let refusal = outcome.refusal {
            // What was missed is not told to an answer that is none.
            for index in criteria.indices { criteria[index].detail = "" }
            return Verdict(
                score: 0, maximum: exercise.points, criteria: criteria,
                arithmetic: Points.text(0, of: exercise.points), feedback: [refusal.reason])
        }
        let met = criteria.count { $0.state == .met }
        let gained = criteria.reduce(0) { $0 + $1.earned }
        var arithmetic =
            "\(met) of \(Points.count(criteria.count, "idea")): \(Points.text(gained, of: exercise.points))"
        var lost = 0.0
        var feedback: [String] = []
        for (index, quote) in outcome.misconceptions {
            let misconception = task.misconceptions[index]
            let cost = shares.points(for: max(0, misconception.cost))
            lost += cost
            criteria.append(
                Criterion(
                    id: misconception.id, title: misconception.title, points: 0, earned: -cost, state: .contradicted,
                    detail: misconception.feedback ?? "This is not so.", quote: quote))
            if let text = misconception.feedback { feedback.append(text) }
        }
        let score = max(0, gained - lost)
        if lost > 0 {
            arithmetic +=
                "; \(Points.count(outcome.misconceptions.count, "misconception")): −\(Points.text(lost)), not below 0; "
                + "together \(Points.text(score, of: exercise.points))"
        }
        return Verdict(
            score: score, maximum: exercise.points, criteria: criteria, arithmetic: arithmetic, feedback: feedback)
    }

    private static func detail(_ state: Criterion.State) -> String {
        switch state {
        case .met: "You say it."
        case .missed: "This was not found in the answer."
        case .contradicted: "The answer says the contrary."
        }
    }
}
