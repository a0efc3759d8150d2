import Foundation
import Progress

extension Session {
    /// The learner's record, opened at first use; `nil` when this session keeps nothing.
    func store() throws -> ProgressStore? {
        if let openedStore { return openedStore }
        guard let storeLocation else { return nil }
        let store = try ProgressStore(at: storeLocation)
        openedStore = store
        return store
    }

    /// Whether there is a record from an earlier run: one look at the file system.
    var hasRecord: Bool {
        guard let storeLocation else { return false }
        return FileManager.default.fileExists(atPath: storeLocation.path(percentEncoded: false))
    }

    func stored(_ key: StoredKey) throws -> String? {
        if let store = try store() { return try store.setting(key.rawValue) }
        return memory[key]
    }

    func keep(_ value: String?, as key: StoredKey) throws {
        if let store = try store() {
            try store.set(key.rawValue, to: value)
        } else {
            memory[key] = value
        }
    }

    /// Sets the record aside.
    ///
    /// - Returns: the backup, or `nil` when there was no record.
    func reset() throws -> URL? {
        guard let storeLocation else { return nil }
        openedStore = nil
        loadedDraft = nil
        loadedExchanges = nil
        memory = [:]
        return try ProgressStore.reset(at: storeLocation, now: environment.now())
    }
}
