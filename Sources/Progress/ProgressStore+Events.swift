public import Foundation
import GRDB

extension ProgressStore {
    /// Records what a learner did. Recording the same twice is harmless.
    ///
    /// - Parameter subject: the exercise's id, or the page's place.
    public func record(_ kind: ProgressEvent.Kind, of subject: String, at: Date) throws(ProgressError) {
        try write { db in
            try db.execute(
                sql: "INSERT INTO event (kind, subject, number, at) VALUES (?, ?, ?, ?)",
                arguments: [kind.name, subject, kind.number, at.timeIntervalSince1970])
        }
    }

    /// All events, or those of one subject, oldest first.
    public func events(of subject: String? = nil) throws(ProgressError) -> [ProgressEvent] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM event WHERE ? IS NULL OR subject = ? ORDER BY id",
                arguments: [subject, subject]
            ).compactMap { row in
                ProgressEvent.Kind(name: row["kind"], number: row["number"]).map {
                    ProgressEvent($0, of: row["subject"], at: Date(timeIntervalSince1970: row["at"]))
                }
            }
        }
    }
}
