import ArgumentParser
import DataFiles
import Foundation
import Tokenization

/// A tokenizer that can be named in a command.
enum TokenEncoding: String, CaseIterable, ExpressibleByArgument {
    case cl100kBase = "cl100k_base"
    case o200kBase = "o200k_base"

    /// The file that it is read from.
    func file(in folder: ModelFolder) -> URL { folder.file("\(rawValue).tiktoken", of: rawValue) }
}

extension Session {
    /// The tokenizer of `encoding`, loaded from the model folder when it is first asked for.
    func tokenizer(for encoding: TokenEncoding) throws -> BytePairTokenizer {
        if let loaded = loadedTokenizers[encoding] { return loaded }
        let file = encoding.file(in: modelFolder)
        let path = file.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure("\(path) is not there.", next: "Run `models fetch`.")
        }
        let tokenizer: BytePairTokenizer
        do {
            tokenizer = try Self.load(encoding, from: Data(contentsOf: file, options: .mappedIfSafe))
        } catch let error as BytePairError {
            throw Failure("\(path): \(error).", next: "Delete it, and run `models fetch`.")
        }
        loadedTokenizers[encoding] = tokenizer
        return tokenizer
    }

    private static func load(_ encoding: TokenEncoding, from data: Data) throws -> BytePairTokenizer {
        switch encoding {
        case .cl100kBase: try data.withUnsafeBytes { try BytePairTokenizer(.cl100kBase, ranks: $0) }
        case .o200kBase: try data.withUnsafeBytes { try BytePairTokenizer(.o200kBase, ranks: $0) }
        }
    }
}
