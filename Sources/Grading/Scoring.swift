public import Course

/// What a verdict counts for, after hints and repeated attempts.
///
/// Each hint that was shown takes its cost off the best score that can still be reached; the attempt's credit is the share of
/// that which counts. An answer that follows the solution earns nothing. Points once earned stay: of all attempts the best
/// counts. Nothing is rounded.
public struct Scoring: Hashable, Sendable {
    public let points: Double
    private let credit: [Double]
    private let hintCosts: [Double]

    public init(points: Double, credit: [Double], hintCosts: [Double]) {
        self.points = points
        self.credit = credit
        self.hintCosts = hintCosts
    }

    public init(_ exercise: Exercise) {
        self.init(points: exercise.points, credit: exercise.credit, hintCosts: exercise.hints.map(\.cost))
    }

    /// The share of the points that an attempt counts for, the first being 1.
    public func credit(ofAttempt number: Int) -> Double {
        guard let last = credit.last else { return 1 }
        let share = number <= credit.count ? credit[max(1, number) - 1] : last
        return min(max(0, share), 1)
    }

    /// The best that the attempt of this number can earn once so many hints have been shown.
    public func reachable(attempt: Int, hintsShown: Int) -> Double {
        credit(ofAttempt: attempt) * limit(hintsShown)
    }

    /// What an attempt earns whose verdict has this score.
    public func earned(_ score: Double, attempt: Int, hintsShown: Int, solutionShown: Bool = false) -> Double {
        guard !solutionShown, score.isFinite else { return 0 }
        return credit(ofAttempt: attempt) * min(max(0, score), limit(hintsShown))
    }

    /// Why ``earned(_:attempt:hintsShown:solutionShown:)`` is less than the score, in words; `nil` if it is not.
    public func explanation(_ score: Double, attempt: Int, hintsShown: Int, solutionShown: Bool = false) -> String? {
        let earned = earned(score, attempt: attempt, hintsShown: hintsShown, solutionShown: solutionShown)
        guard earned < score - 1e-9 else { return nil }
        if solutionShown { return "0 count, because the solution was shown before" }
        var reasons: [String] = []
        if score > limit(hintsShown) + 1e-9 {
            let shown = min(hintsShown, hintCosts.count)
            reasons.append(
                "after \(Points.count(shown, "hint")) at most \(Points.text(limit(hintsShown))) can be reached")
        }
        let share = credit(ofAttempt: attempt)
        if share < 1 { reasons.append("attempt \(attempt) counts \(Points.text(share * 100)) %") }
        return "\(Points.text(earned)) count: " + reasons.joined(separator: ", and ")
    }

    private func limit(_ hintsShown: Int) -> Double {
        let cost = hintCosts.prefix(max(0, hintsShown)).reduce(0) { $0 + max(0, $1) }
        return max(0, points - cost)
    }
}
