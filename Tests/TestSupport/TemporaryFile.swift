public import Foundation

/// A file that lasts as long as this object.
public final class TemporaryFile: Sendable {
    public let url: URL
    public var path: String { url.path(percentEncoded: false) }

    public init(_ bytes: some Sequence<UInt8>, suffix: String = "") throws {
        url = FileManager.default.temporaryDirectory.appending(path: "workbook-test-\(UUID().uuidString)\(suffix)")
        try Data(bytes).write(to: url)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
