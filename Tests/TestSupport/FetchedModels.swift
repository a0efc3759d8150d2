public import Foundation

/// Where `models fetch` puts models. Tests that need one fail without it, unless `WORKBOOK_NO_MODELS=1` says otherwise.
public enum FetchedModels {
    /// For `.enabled(if:)`.
    public static let areExpected = ProcessInfo.processInfo.environment["WORKBOOK_NO_MODELS"] != "1"

    public static let folder: URL = {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["WORKBOOK_MODELS"], !path.isEmpty {
            return URL(filePath: path, directoryHint: .isDirectory)
        }
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return URL(filePath: data ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share")
            .appending(path: "workbook/models", directoryHint: .isDirectory)
    }()

    public static func path(_ file: String, of model: String) -> String {
        folder.appending(path: "\(model)/\(file)").path(percentEncoded: false)
    }
}
