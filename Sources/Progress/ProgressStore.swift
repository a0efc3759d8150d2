import Dispatch
public import Foundation
import GRDB

/// A learner's record: answers and verdicts, hints shown, the place in the course, and what was sent.
///
/// When a writing method returns, what it wrote is on the disk (SQLite in WAL mode, `synchronous` FULL), and outlives the
/// end of the process and of the machine. Several workbooks may use one file at once: each waits for the others.
///
///     let store = try ProgressStore(at: file)
///     let attempt = try store.begin(NewAttempt(exercise: "rest.parts", answer: "a b c", at: now))
///     …  // grade
///     try store.finish(attempt, score: 2, maximum: 3, verdict: json, at: now)
///
/// All methods throw ``ProgressError`` and no other error.
public final class ProgressStore: Sendable {
    /// Where the record is.
    public let file: URL
    let path: String
    let queue: DatabaseQueue

    /// Opens the record, and makes it if there is none: its folders with mode 700, the file with mode 600.
    ///
    /// A file that is not ours, damaged, or from a later version is refused and left as it is.
    ///
    /// - Parameter patience: how many seconds to wait for another process that is writing.
    public init(at file: URL, patience: TimeInterval = 5) throws(ProgressError) {
        self.file = file
        path = file.path(percentEncoded: false)
        do {
            try FileMaking.makeFile(at: file)
            queue = try Self.open(path, patience: patience)
        } catch {
            throw ProgressError(error, path: path)
        }
    }

    private static func open(_ path: String, patience: TimeInterval) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience)
        configuration.label = "progress"
        // Whether this file is ours is asked before WAL mode, which writes to it.
        let start = DispatchTime.now()
        while true {
            do {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try queue.inDatabase { db in
                    // A file that cannot be read fails here, before anything is written.
                    _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
                }
                try Schema.refuseForeign(queue, path: path)
                try queue.inDatabase { db in
                    if try String.fetchOne(db, sql: "PRAGMA journal_mode") != "wal" {
                        try db.execute(sql: "PRAGMA journal_mode = WAL")
                    }
                    try db.execute(sql: "PRAGMA synchronous = FULL")
                    #if canImport(Darwin)
                        // On Darwin fsync does not reach the platter (fcntl(2), F_FULLFSYNC).
                        try db.execute(sql: "PRAGMA fullfsync = 1")
                    #endif
                }
                try Schema.migrate(queue)
                return queue
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                // SQLite does not wait for the change to WAL mode, so we do.
                let waited = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
                guard waited < patience else { throw error }
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(ProgressError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw ProgressError(error, path: path)
        }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws(ProgressError) -> Value {
        do {
            return try queue.write(body)
        } catch {
            throw ProgressError(error, path: path)
        }
    }
}
