import GRDB

/// Why the learner's record cannot be read or written.
public enum ProgressError: Error, Hashable, Sendable {
    /// The folder or the file cannot be made.
    case cannotCreate(path: String, reason: String)
    /// The file is not an SQLite database.
    case notADatabase(path: String)
    /// The file is an SQLite database, but was made by another program.
    case foreign(path: String)
    /// The file is an SQLite database that is damaged.
    case corrupt(path: String)
    /// A later version of the workbook made this file. It was left as it is.
    case newer(path: String, migrations: [String])
    /// Another process holds the file for longer than the store waits.
    case locked(path: String)
    /// The file or its disk cannot be written to.
    case readOnly(path: String)
    case diskFull(path: String)
    /// The attempt is not in the file.
    case unknownAttempt(AttemptID)
    /// The attempt has its verdict already, or was withdrawn: neither changes afterwards.
    case closedAttempt(AttemptID)
    /// A score is not a finite number from 0 to its maximum.
    case badScore(Double, maximum: Double)
    /// Anything else that SQLite refuses.
    case other(path: String, code: Int, reason: String)
}

extension ProgressError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason):
            "your progress cannot be kept at \(path): \(reason). Choose another place with XDG_DATA_HOME"
        case .notADatabase(let path):
            "\(path) is not a database, so your progress cannot be read from it. "
                + "`reset --yes` sets the file aside as a backup and starts afresh"
        case .foreign(let path):
            "\(path) is a database of another program and was left alone. "
                + "Move it away, or choose another place with XDG_DATA_HOME"
        case .corrupt(let path):
            "\(path) is damaged, so your progress cannot be read from it. "
                + "`reset --yes` sets the file aside as a backup and starts afresh"
        case .newer(let path, let migrations):
            "\(path) was written by a later version of the workbook (it has "
                + migrations.map { "'\($0)'" }.joined(separator: ", ")
                + "), and was left as it is. Use that version, or `reset --yes` to set the file aside and start afresh"
        case .locked(let path):
            "\(path) is in use by another program that does not let go of it. Close other workbooks and try again"
        case .readOnly(let path):
            "\(path) cannot be written to, so nothing can be saved. "
                + "Make the file and its folder writable, or choose another place with XDG_DATA_HOME"
        case .diskFull(let path):
            "the disk of \(path) is full, so nothing can be saved. Free some space and try again"
        case .unknownAttempt(let id): "there is no attempt \(id.rawValue) in the record"
        case .closedAttempt(let id): "attempt \(id.rawValue) is closed: its verdict is not changed afterwards"
        case .badScore(let score, let maximum): "a score of \(score) is not between 0 and \(maximum)"
        case .other(let path, let code, let reason): "\(path): SQLite refuses (\(code)): \(reason)"
        }
    }
}

extension ProgressError {
    /// The error in the words of a learner. Neither SQL nor its arguments, which hold answers, are kept.
    init(_ error: any Error, path: String) {
        if let error = error as? ProgressError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .other(path: path, code: -1, reason: "\(type(of: error))")
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notADatabase(path: path)
            case .SQLITE_CORRUPT: .corrupt(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(path: path)
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_CANTOPEN: .cannotCreate(path: path, reason: error.message ?? "unable to open the file")
            default:
                .other(
                    path: path, code: Int(error.extendedResultCode.rawValue), reason: error.message ?? "no reason given"
                )
            }
    }
}
