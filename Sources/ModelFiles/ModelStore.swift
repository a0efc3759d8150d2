internal import Crypto
public import DataFiles
public import Foundation

/// Which of the pinned models lie in a folder.
public struct ModelStore: Sendable {
    public let folder: ModelFolder

    public init(_ folder: ModelFolder) { self.folder = folder }

    public enum State: Hashable, Sendable {
        case present
        /// Files that are not there, or not of their size.
        case missing([String])
        /// Files whose contents are not the pinned ones: only ``verify(_:)`` tells.
        case damaged([String])
    }

    /// Looks at names and sizes alone, in less than a millisecond.
    ///
    /// A file gets its name only after its hash was checked, so this tells a whole file from one that was cut.
    public func state(of model: PinnedModel) -> State {
        let missing = model.files.filter { size(of: $0, in: model) != $0.size }
        return missing.isEmpty ? .present : .missing(missing.map(\.name))
    }

    /// Reads every byte.
    public func verify(_ model: PinnedModel) -> State {
        guard case .present = state(of: model) else { return state(of: model) }
        let damaged = model.files.filter { Self.hash(of: url(of: $0, in: model)) != $0.sha256 }
        return damaged.isEmpty ? .present : .damaged(damaged.map(\.name))
    }

    public func url(of file: PinnedFile, in model: PinnedModel) -> URL { folder.file(file.name, of: model.name) }

    private func size(of file: PinnedFile, in model: PinnedModel) -> Int? {
        try? FileManager.default.attributesOfItem(
            atPath: url(of: file, in: model).path(percentEncoded: false))[.size] as? Int
    }

    /// The SHA-256 of a file; `nil` for one that cannot be read.
    static func hash(of url: URL) -> String? {
        guard let handle = try? FileHandle(forReadingFrom: url) else { return nil }
        defer { try? handle.close() }
        var hash = SHA256()
        do {
            while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty { hash.update(data: data) }
        } catch { return nil }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
