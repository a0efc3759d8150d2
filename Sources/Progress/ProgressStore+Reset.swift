public import Foundation
import GRDB

extension ProgressStore {
    /// Sets the record aside under a dated name in the same folder; the next store that is opened starts afresh.
    ///
    /// The backup is one complete file. Only of a damaged record, which SQLite cannot put in order, its `-wal` and `-shm`
    /// files are moved too.
    ///
    /// - Returns: the backup, or `nil` if there was no record.
    /// - Throws: ``ProgressError/locked(path:)`` if a store is open on the file: close it first.
    public static func reset(at file: URL, now: Date) throws(ProgressError) -> URL? {
        let path = file.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        try fold(path)
        let backup = backupName(for: file, now: now)
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            do {
                try FileManager.default.moveItem(
                    atPath: path + suffix, toPath: backup.path(percentEncoded: false) + suffix)
            } catch {
                throw .readOnly(path: path)
            }
        }
        return backup
    }

    /// Brings everything into the main file. SQLite leaves WAL mode only for the sole user of a file, which tells whether
    /// another workbook has it open.
    private static func fold(_ path: String) throws(ProgressError) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { db in
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            }
            try queue.close()
        } catch {
            switch ProgressError(error, path: path) {
            case .locked: throw .locked(path: path)
            case .readOnly: throw .readOnly(path: path)
            default: return  // Damaged: it is moved as it is.
            }
        }
    }

    private static func backupName(for file: URL, now: Date) -> URL {
        let stamp = now.formatted(
            Date.ISO8601FormatStyle(dateSeparator: .dash, dateTimeSeparator: .standard, timeSeparator: .omitted))
        let folder = file.deletingLastPathComponent()
        let stem = file.deletingPathExtension().lastPathComponent
        var number = 1
        while true {
            let name = "\(stem).backup-\(stamp)\(number == 1 ? "" : "-\(number)").\(file.pathExtension)"
            let backup = folder.appending(path: name, directoryHint: .notDirectory)
            if !FileManager.default.fileExists(atPath: backup.path(percentEncoded: false)) { return backup }
            number += 1
        }
    }
}
