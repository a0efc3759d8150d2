import DataFiles
import Foundation
import LabServer
import LanguageModel
import ModelFiles
import Tokenization

extension Session {
    /// What the lab may take from the models folder. It looks when it needs something, so a fetch meanwhile helps.
    var fetchedFiles: FetchedFiles { Self.fetchedFiles(in: modelFolder) }

    private nonisolated static func fetchedFiles(in folder: ModelFolder) -> FetchedFiles {
        let model = ModelList.sentenceEncoder
        return FetchedFiles(
            encoderName: model.name,
            encoder: {
                guard ModelStore(folder).state(of: model) == .present else {
                    throw FetchedFiles.Missing(name: model.name)
                }
                return try SentenceEncoder(
                    model: folder.file("model.safetensors", of: model.name),
                    vocabulary: folder.file("vocab.txt", of: model.name))
            },
            tokenizer: { name in
                let file = folder.file("\(name).tiktoken", of: name)
                guard let encoding = TiktokenEncoding(rawValue: name),
                    let ranks = try? Data(contentsOf: file, options: .mappedIfSafe)
                else { throw FetchedFiles.Missing(name: name) }
                return try ranks.withUnsafeBytes { try BytePairTokenizer(encoding, ranks: $0) }
            })
    }
}
