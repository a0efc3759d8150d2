public import Foundation
import GRDB

extension ProgressStore {
    /// Puts an answer on the disk, before it is graded. NUL, which SQLite's text cannot hold, becomes U+FFFD.
    public func begin(_ attempt: NewAttempt) throws(ProgressError) -> AttemptID {
        try write { db in
            try db.execute(
                sql: "INSERT INTO attempt (exercise, answer, evidence, beganAt) VALUES (?, ?, ?, ?)",
                arguments: [
                    attempt.exercise, attempt.answer.replacing("\0", with: "\u{FFFD}"), attempt.evidence,
                    attempt.at.timeIntervalSince1970,
                ])
            return AttemptID(rawValue: db.lastInsertedRowID)
        }
    }

    /// Puts a prediction on the disk, unless there is one already for its exercise: the first one stands.
    ///
    /// - Returns: the attempt that stands: the new one, or the one that was there, with its verdict if it has one.
    public func beginOnly(_ attempt: NewAttempt) throws(ProgressError) -> (attempt: Attempt, isNew: Bool) {
        let id: AttemptID? = try write { db in
            // One statement, so that of two workbooks only one can be first.
            try db.execute(
                sql: """
                    INSERT INTO attempt (exercise, answer, evidence, beganAt) SELECT ?, ?, ?, ?
                    WHERE NOT EXISTS (SELECT 1 FROM attempt WHERE exercise = ? AND NOT isWithdrawn)
                    """,
                arguments: [
                    attempt.exercise, attempt.answer.replacing("\0", with: "\u{FFFD}"), attempt.evidence,
                    attempt.at.timeIntervalSince1970, attempt.exercise,
                ])
            return db.changesCount == 0 ? nil : AttemptID(rawValue: db.lastInsertedRowID)
        }
        let all = try attempts(for: attempt.exercise)
        guard
            let standing = id.map({ id in all.first { $0.id == id } }) ?? all.last(where: { $0.outcome != nil })
                ?? all.first
        else { throw .other(path: path, code: -1, reason: "the prediction was not kept") }
        return (standing, id != nil)
    }

    /// Puts a verdict on the disk, before it is shown. It is not changed afterwards.
    ///
    /// - Parameters:
    ///   - score: the points that count, after the credit of later attempts and the cost of hints.
    ///   - solved: whether the answer was right in full, whatever those cost.
    ///   - verdict: the verdict as JSON.
    /// - Throws: ``ProgressError/unknownAttempt(_:)``, ``ProgressError/closedAttempt(_:)``,
    ///   ``ProgressError/badScore(_:maximum:)`` if the score is not finite or not in `0...maximum`.
    public func finish(
        _ id: AttemptID, score: Double, maximum: Double, solved: Bool, verdict: Data
    ) throws(ProgressError) {
        guard maximum.isFinite, score >= 0, score <= maximum + 1e-9 else { throw .badScore(score, maximum: maximum) }
        try close(
            id, setting: "score = ?, maximum = ?, isSolved = ?, verdict = ?",
            arguments: [score, maximum, solved, verdict])
    }

    /// Takes back an attempt that could not be graded, such as a number that cannot be read: it costs nothing.
    ///
    /// It stays in the file, but is neither found nor counted. Throws as ``finish(_:score:maximum:solved:verdict:)``.
    public func withdraw(_ id: AttemptID) throws(ProgressError) {
        try close(id, setting: "isWithdrawn = ?", arguments: [true])
    }

    private func close(_ id: AttemptID, setting: String, arguments: StatementArguments) throws(ProgressError) {
        try write { db in
            try db.execute(
                sql: "UPDATE attempt SET \(setting) WHERE id = ? AND verdict IS NULL AND NOT isWithdrawn",
                arguments: arguments + [id.rawValue])
            guard db.changesCount == 0 else { return }
            let isThere = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM attempt WHERE id = ?)", arguments: [id.rawValue])
            throw isThere == true ? ProgressError.closedAttempt(id) : ProgressError.unknownAttempt(id)
        }
    }

    /// All attempts at an exercise, oldest first, those without a verdict included.
    public func attempts(for exercise: String) throws(ProgressError) -> [Attempt] {
        try attempts(where: "exercise = ?", [exercise])
    }

    /// Attempts whose grading was cut off, oldest first: to be graded now.
    public func unfinishedAttempts() throws(ProgressError) -> [Attempt] {
        try attempts(where: "verdict IS NULL", [])
    }

    /// Every attempt, oldest first.
    public func attempts() throws(ProgressError) -> [Attempt] {
        try attempts(where: "1", [])
    }

    private func attempts(where condition: String, _ arguments: StatementArguments) throws(ProgressError) -> [Attempt] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM attempt WHERE NOT isWithdrawn AND \(condition) ORDER BY id",
                arguments: arguments
            ).map(Attempt.init)
        }
    }
}

extension Attempt {
    fileprivate init(_ row: Row) throws {
        var outcome: Outcome?
        if let verdict: Data = row["verdict"] {
            outcome = Outcome(
                score: row["score"], maximum: row["maximum"], isSolved: row["isSolved"], verdict: verdict)
        }
        self.init(
            id: AttemptID(rawValue: row["id"]), exercise: row["exercise"], answer: row["answer"],
            evidence: row["evidence"], beganAt: Date(timeIntervalSince1970: row["beganAt"]), outcome: outcome)
    }
}
