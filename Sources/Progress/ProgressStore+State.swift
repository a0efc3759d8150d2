public import Foundation
import GRDB

extension ProgressStore {
    /// What was stored under `key`, or `nil`.
    public func setting(_ key: String) throws(ProgressError) -> String? {
        try read { db in try String.fetchOne(db, sql: "SELECT value FROM setting WHERE key = ?", arguments: [key]) }
    }

    /// Stores `value` under `key` in place of what was there; `nil` removes it.
    public func set(_ key: String, to value: String?) throws(ProgressError) {
        try write { db in
            if let value {
                try db.execute(
                    sql: """
                        INSERT INTO setting (key, value) VALUES (?, ?)
                        ON CONFLICT (key) DO UPDATE SET value = excluded.value
                        """, arguments: [key, value])
            } else {
                try db.execute(sql: "DELETE FROM setting WHERE key = ?", arguments: [key])
            }
        }
    }

    /// How many exchanges are kept; older ones are dropped.
    public static let keptExchanges = 500

    /// Keeps an exchange as JSON, from which the caller has taken all keys.
    ///
    /// - Parameter id: the exchange's own number. Two workbooks may use the same; both are kept.
    public func keep(exchange json: Data, id: Int) throws(ProgressError) {
        try write { db in
            try db.execute(sql: "INSERT INTO exchange (number, json) VALUES (?, ?)", arguments: [id, json])
            try db.execute(
                sql: "DELETE FROM exchange WHERE sequence <= ?",
                arguments: [db.lastInsertedRowID - Int64(Self.keptExchanges)])
        }
    }

    /// The newest exchanges, at most `count`, oldest first.
    public func exchanges(newest count: Int = keptExchanges) throws(ProgressError) -> [Data] {
        try read { db in
            try Data.fetchAll(
                db, sql: "SELECT json FROM exchange ORDER BY sequence DESC LIMIT ?", arguments: [max(0, count)]
            ).reversed()
        }
    }
}
