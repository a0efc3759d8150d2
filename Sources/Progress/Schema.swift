import GRDB

/// The tables of the record. Migrations are only ever appended: a file from any earlier version is brought up to date.
enum Schema {
    /// "LLMW" in the file's header, so that a database of another program is told apart (SQLite file format, section 1.3.13).
    static let applicationID: Int32 = 0x4C4C_4D57

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1 attempts, events, settings, exchanges") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(
                sql: """
                    CREATE TABLE attempt (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        exercise TEXT NOT NULL,
                        answer TEXT NOT NULL,
                        evidence BLOB,
                        beganAt REAL NOT NULL,
                        isWithdrawn INTEGER NOT NULL DEFAULT 0,
                        score REAL,
                        maximum REAL,
                        isSolved INTEGER,
                        verdict BLOB
                    );
                    CREATE INDEX attemptByExercise ON attempt (exercise, id);
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        kind TEXT NOT NULL,
                        subject TEXT NOT NULL,
                        number INTEGER,
                        at REAL NOT NULL
                    );
                    CREATE INDEX eventBySubject ON event (subject, kind);
                    CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                    CREATE TABLE exchange (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        number INTEGER NOT NULL,
                        json BLOB NOT NULL
                    );
                    """)
        }
        return migrator
    }()

    /// Throws ``ProgressError`` if the file is newer than this program, or another program's. Changes nothing.
    static func refuseForeign(_ queue: DatabaseQueue, path: String) throws {
        try queue.read { db in
            if try migrator.hasBeenSuperseded(db) {
                let unknown = try migrator.appliedIdentifiers(db).subtracting(migrator.migrations)
                throw ProgressError.newer(path: path, migrations: unknown.sorted())
            }
            if try migrator.hasCompletedMigrations(db) { return }
            let tables = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE '%grdb_migrations%'")
            let identifier = try Int32.fetchOne(db, sql: "PRAGMA application_id")
            if let tables, tables > 0, identifier != applicationID { throw ProgressError.foreign(path: path) }
        }
    }

    /// Brings the file up to date.
    static func migrate(_ queue: DatabaseQueue) throws {
        if try queue.read(migrator.hasCompletedMigrations) { return }
        do {
            try migrator.migrate(queue)
        } catch {
            // Two workbooks that start together both find a new file. The second fails, for all is there already.
            guard try queue.read(migrator.hasCompletedMigrations) else { throw error }
        }
    }
}
