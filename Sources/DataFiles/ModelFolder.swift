public import Foundation

/// Where the models lie that were fetched: `WORKBOOK_MODELS` if set, otherwise `workbook/models` under the XDG data folder.
///
/// One folder a model: `smollm2-135m-instruct/model.gguf`, `all-minilm-l6-v2/model.safetensors` and `vocab.txt`,
/// `cl100k_base/cl100k_base.tiktoken`, `o200k_base/o200k_base.tiktoken`.
public struct ModelFolder: Hashable, Sendable {
    /// The environment variable that names the folder.
    public static let variable = "WORKBOOK_MODELS"

    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// `data` is the workbook's folder under the XDG data folder.
    public init(environment: [String: String], data: URL, workingDirectory: URL) {
        if let path = environment[Self.variable], !path.isEmpty {
            url = URL(filePath: path, directoryHint: .isDirectory, relativeTo: workingDirectory).standardizedFileURL
        } else {
            url = data.appending(path: "models", directoryHint: .isDirectory)
        }
    }

    /// The file `name` of the model `model`, whether or not it is there.
    public func file(_ name: String, of model: String) -> URL {
        url.appending(path: "\(model)/\(name)", directoryHint: .notDirectory)
    }
}
