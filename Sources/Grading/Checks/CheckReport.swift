import Course

/// The verdict on a list of checks of one thing.
struct CheckReport {
    private(set) var criteria: [Criterion] = []
    private(set) var score = 0.0
    private let maximum: Double

    /// - Parameter place: where it was seen, such as ` in exchange 3`.
    init<Subject: CheckSubject>(
        _ checks: [Check<Subject>], of maximum: Double, place: String = "", value: (Subject) -> ObservedValue
    ) {
        self.maximum = maximum
        let shares = Shares(checks.map(\.points), of: maximum)
        for (index, check) in checks.enumerated() {
            let seen = value(check.subject)
            let isMet = check.matcher.matches(seen)
            if isMet { score += shares[index] }
            let observation = Observation.text(check.subject, seen) + place
            let detail = isMet ? observation : Self.detail(check.feedback, observation)
            criteria.append(
                Criterion(
                    id: check.id, title: check.title, points: shares[index], earned: isMet ? shares[index] : 0,
                    state: isMet ? .met : .missed, detail: detail))
        }
    }

    var met: Int { criteria.count { $0.state == .met } }

    /// `2 of 3 checks: 1.33 of 2 points`.
    var arithmetic: String {
        "\(met) of \(Points.count(criteria.count, "check")): \(Points.text(score, of: maximum))"
    }

    func verdict(feedback: [String] = []) -> Verdict {
        Verdict(score: score, maximum: maximum, criteria: criteria, arithmetic: arithmetic, feedback: feedback)
    }

    /// The verdict where there was nothing to look at: even a check that asks for an absence is not met by nothing.
    func nothing() -> Verdict {
        let missed = criteria.map { criterion in
            Criterion(
                id: criterion.id, title: criterion.title, points: criterion.points, earned: 0, state: .missed,
                detail: "Nothing was sent.")
        }
        return Verdict(
            score: 0, maximum: maximum, criteria: missed,
            arithmetic: "0 of \(Points.count(criteria.count, "check")): \(Points.text(0, of: maximum))")
    }

    static func detail(_ feedback: String?, _ observation: String) -> String {
        guard let feedback else { return "\(observation)." }
        return "\(ListReader.collapsed(feedback)) (\(observation))"
    }
}
