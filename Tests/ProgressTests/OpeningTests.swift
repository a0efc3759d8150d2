import Foundation
import GRDB
import Progress
import Testing

struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ bytes: Data) throws {
        try FileManager.default.createDirectory(
            at: folder.record.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: folder.record)
    }

    private func execute(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.record.path(percentEncoded: false))
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test(arguments: ["hello", String(repeating: "not a database\n", count: 400)])
    func fileThatIsNoDatabaseIsRefusedUnharmed(text: String) throws {
        try write(Data(text.utf8))
        #expect(throws: ProgressError.notADatabase(path: folder.record.path(percentEncoded: false))) {
            try ProgressStore(at: folder.record)
        }
        #expect(try Data(contentsOf: folder.record) == Data(text.utf8))
    }

    @Test func damagedDatabaseIsRefusedAndCanBeSetAside() throws {
        do {
            let store = try ProgressStore(at: folder.record)
            for _ in 0..<200 {
                _ = try store.begin(NewAttempt(exercise: "a.b", answer: String(repeating: "x", count: 200), at: time()))
            }
        }
        // SQLite's header stays, so that it is taken for a database; the pages behind it do not.
        var bytes = try Data(contentsOf: folder.record)
        for index in 100..<bytes.count { bytes[index] = 0xA5 }
        try write(bytes)
        let error = #expect(throws: ProgressError.self) { try ProgressStore(at: folder.record) }
        #expect(error == .corrupt(path: folder.record.path(percentEncoded: false)))
        #expect("\(try #require(error))".contains("reset"))
        let backup = try #require(try ProgressStore.reset(at: folder.record, now: time()))
        #expect(try Data(contentsOf: backup) == bytes)
        #expect(try ProgressStore(at: folder.record).attempts().isEmpty)
    }

    @Test func recordOfALaterVersionIsRefusedUnharmed() throws {
        do {
            let store = try ProgressStore(at: folder.record)
            _ = try store.begin(NewAttempt(exercise: "a.b", answer: "x", at: time()))
        }
        try execute("INSERT INTO grdb_migrations VALUES ('v9 telepathy'); CREATE TABLE telepathy (id INTEGER)")
        let before = try Data(contentsOf: folder.record)
        let error = #expect(throws: ProgressError.self) { try ProgressStore(at: folder.record) }
        #expect(
            error == .newer(path: folder.record.path(percentEncoded: false), migrations: ["v9 telepathy"]))
        #expect(try Data(contentsOf: folder.record) == before)
    }

    @Test func databaseOfAnotherProgramIsRefusedUnharmed() throws {
        try write(Data())
        try execute("CREATE TABLE recipe (id INTEGER PRIMARY KEY, name TEXT)")
        let before = try Data(contentsOf: folder.record)
        #expect(throws: ProgressError.foreign(path: folder.record.path(percentEncoded: false))) {
            try ProgressStore(at: folder.record)
        }
        #expect(try Data(contentsOf: folder.record) == before)
    }

    @Test func emptyFileBecomesARecord() throws {
        try write(Data())
        #expect(try ProgressStore(at: folder.record).attempts().isEmpty)
    }

    @Test func folderInPlaceOfTheFileIsRefused() throws {
        try FileManager.default.createDirectory(at: folder.record, withIntermediateDirectories: true)
        let error = #expect(throws: ProgressError.self) { try ProgressStore(at: folder.record) }
        #expect("\(try #require(error))".contains("progress.sqlite"))
    }

    @Test func fileInPlaceOfTheFolderIsRefused() throws {
        try Data().write(to: folder.url.appending(path: "data"))
        let error = #expect(throws: ProgressError.self) { try ProgressStore(at: folder.record) }
        #expect("\(try #require(error))".contains("cannot be made"))
    }

    @Test func recordThatAnotherProgramHoldsIsReportedAsLocked() throws {
        let store = try ProgressStore(at: folder.record, patience: 0.05)
        let other = try DatabaseQueue(path: folder.record.path(percentEncoded: false))
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(throws: ProgressError.locked(path: folder.record.path(percentEncoded: false))) {
                try store.set("place", to: "rest/1")
            }
            #expect(try store.setting("place") == nil)
            try db.execute(sql: "ROLLBACK")
        }
        try store.set("place", to: "rest/1")
    }

    @Test func readOnlyRecordCanBeReadAndSaysThatNothingIsSaved() throws {
        do { try ProgressStore(at: folder.record).set("place", to: "rest/1") }
        let path = folder.record.path(percentEncoded: false)
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path) }
        // The superuser may write to any file, so there is nothing to refuse.
        guard !FileManager.default.isWritableFile(atPath: path) else { return }
        #expect(throws: ProgressError.readOnly(path: path)) { try ProgressStore(at: folder.record) }
    }

    @Test func openingAnExistingRecordIsQuick() throws {
        do { _ = try ProgressStore(at: folder.record) }
        let clock = ContinuousClock()
        let fastest = try (0..<5).map { _ in
            try clock.measure { _ = try ProgressStore(at: folder.record) }
        }.min()
        // A few milliseconds; the bound is wide for a machine that is busy.
        #expect(try #require(fastest) < .milliseconds(100))
    }
}
