import GRDB

extension ProgressStore {
    /// Where the learner stands with every exercise that was touched, by its id.
    public func standings() throws(ProgressError) -> [String: Standing] {
        try standings(of: nil)
    }

    /// Where the learner stands with one exercise.
    public func standing(of exercise: String) throws(ProgressError) -> Standing {
        try standings(of: exercise)[exercise] ?? Standing()
    }

    private func standings(of exercise: String?) throws(ProgressError) -> [String: Standing] {
        try read { db in
            var standings: [String: Standing] = [:]
            var lastAnswered: [String: Double] = [:]
            let attempts = try Row.fetchCursor(
                db,
                sql: """
                    SELECT exercise, count(*) AS attempts, max(score) AS best, max(isSolved) AS isSolved,
                        max(beganAt) AS lastAnswered
                    FROM attempt
                    WHERE verdict IS NOT NULL AND NOT isWithdrawn AND (? IS NULL OR exercise = ?)
                    GROUP BY exercise
                    """, arguments: [exercise, exercise])
            while let row = try attempts.next() {
                let id: String = row["exercise"]
                var standing = Standing()
                standing.attempts = row["attempts"]
                standing.best = row["best"]
                standing.isSolved = row["isSolved"]
                standings[id] = standing
                lastAnswered[id] = row["lastAnswered"]
            }
            let events = try Row.fetchCursor(
                db,
                sql: """
                    SELECT subject, kind, coalesce(max(number), 0) AS number, max(at) AS last
                    FROM event WHERE kind IN ('hint', 'skip', 'solution') AND (? IS NULL OR subject = ?)
                    GROUP BY subject, kind
                    """, arguments: [exercise, exercise])
            while let row = try events.next() {
                let id: String = row["subject"]
                var standing = standings[id] ?? Standing()
                switch ProgressEvent.Kind(name: row["kind"], number: row["number"]) {
                case .hint(let number): standing.hintsShown = number
                case .solution: standing.solutionShown = true
                case .skip: standing.isSkipped = (lastAnswered[id] ?? -.infinity) < row["last"]
                case .pageRead, nil: break
                }
                standings[id] = standing
            }
            return standings
        }
    }
}
