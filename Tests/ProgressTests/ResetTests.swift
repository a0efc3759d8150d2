import Foundation
import Progress
import Testing

struct ResetTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func resetKeepsACompleteBackupAndStartsAfresh() throws {
        do { try ProgressStore(at: folder.record).set("place", to: "rest/1") }
        let backup = try #require(try ProgressStore.reset(at: folder.record, now: time()))
        #expect(backup.lastPathComponent == "progress.backup-2026-11-18T110640Z.sqlite")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.record.deletingLastPathComponent().path(percentEncoded: false))
        #expect(names == [backup.lastPathComponent])
        #expect(try folder.mode(of: backup) == 0o600)
        #expect(try ProgressStore(at: folder.record).setting("place") == nil)
        #expect(try ProgressStore(at: backup).setting("place") == "rest/1")
    }

    @Test func resetsInOneSecondKeepAllBackups() throws {
        var backups: Set<URL> = []
        for place in ["a", "b", "c"] {
            do { try ProgressStore(at: folder.record).set("place", to: place) }
            backups.insert(try #require(try ProgressStore.reset(at: folder.record, now: time())))
        }
        #expect(backups.count == 3)
        #expect(Set(try backups.map { try ProgressStore(at: $0).setting("place") }) == ["a", "b", "c"])
    }

    @Test func resetWithoutARecordDoesNothing() throws {
        #expect(try ProgressStore.reset(at: folder.record, now: time()) == nil)
    }

    @Test func resetIsRefusedWhileAnotherWorkbookUsesTheRecord() throws {
        let store = try ProgressStore(at: folder.record)
        try store.set("place", to: "rest/1")
        #expect(throws: ProgressError.locked(path: folder.record.path(percentEncoded: false))) {
            try ProgressStore.reset(at: folder.record, now: time())
        }
        #expect(try store.setting("place") == "rest/1")
        try store.set("place", to: "rest/2")
    }
}
