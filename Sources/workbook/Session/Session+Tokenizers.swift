import ArgumentParser
import DataFiles
import Foundation
import LanguageModel
import Tokenization

/// A tokenizer that can be named in a command.
enum TokenEncoding: String, CaseIterable, ExpressibleByArgument {
    case cl100kBase = "cl100k_base"
    case o200kBase = "o200k_base"
    /// SmolLM2's, from the model's own file.
    case smollm

    /// The file that it is read from.
    func file(in folder: ModelFolder) -> URL {
        switch self {
        case .cl100kBase, .o200kBase: folder.file("\(rawValue).tiktoken", of: rawValue)
        case .smollm: folder.file("model.gguf", of: LlamaModel.smollm2)
        }
    }
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
            tokenizer = try Self.load(encoding, from: file)
        } catch {
            throw Failure("\(path): \(error).", next: "Delete it, and run `models fetch`.")
        }
        loadedTokenizers[encoding] = tokenizer
        return tokenizer
    }

    private static func load(_ encoding: TokenEncoding, from file: URL) throws -> BytePairTokenizer {
        switch encoding {
        case .cl100kBase: try ranks(.cl100kBase, from: file)
        case .o200kBase: try ranks(.o200kBase, from: file)
        case .smollm: try LlamaModel.tokenizer(path: file.path(percentEncoded: false))
        }
    }

    private static func ranks(_ encoding: TiktokenEncoding, from file: URL) throws -> BytePairTokenizer {
        try Data(contentsOf: file, options: .mappedIfSafe).withUnsafeBytes {
            try BytePairTokenizer(encoding, ranks: $0)
        }
    }
}
