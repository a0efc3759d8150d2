import ArgumentParser
import DataFiles
import Foundation
import LanguageModel

/// Which model a command asks.
struct ModelOptions: ParsableArguments {
    @Option(
        help: "The language model, by name, or the path of a GGUF file; the best one there is when left out.",
        completion: .list([LlamaModel.smollm2, NGramModel.name]))
    var model: String?

    @Option(help: "How many threads compute; as many as there are processors when left out.")
    var threads: Int?

    mutating func validate() throws {
        if let threads, !(1...64).contains(threads) {
            throw ValidationError("--threads is \(threads): a number from 1 to 64 can be used.")
        }
    }

    /// The model, in the arithmetic that it is quickest in.
    @MainActor
    func model(in session: Session) throws -> any LanguageModel {
        let found = try session.model(named: model ?? session.models.names[0])
        guard let threads, let llama = found as? LlamaModel else { return found }
        return llama.running(on: WorkerPool(threads: threads))
    }
}

extension Session {
    /// A model of the catalog, or the one in the GGUF file at a path.
    func model(named name: String) throws -> any LanguageModel {
        guard name.hasSuffix(".gguf") || name.contains("/") else {
            do { return try models.model(named: name) } catch ModelError.unknownModel where name == LlamaModel.smollm2 {
                throw Failure("The model \(name) has not been fetched.", next: "Run `models fetch`.")
            }
        }
        if let loaded = loadedModels[name] { return loaded }
        let url = URL(filePath: name, relativeTo: environment.workingDirectory)
        let model: LlamaModel
        do {
            model = try LlamaModel(
                path: url.path(percentEncoded: false), id: url.deletingPathExtension().lastPathComponent)
        } catch let error as FileFailure {
            throw Failure("\(error).", next: "Is the name right?")
        } catch {
            throw Failure(
                "\(name): \(error).",
                next: "A GGUF file of the Llama architecture, in F32, F16, Q4_0, Q4_1 or Q8_0, can be used.")
        }
        loadedModels[name] = model
        return model
    }
}

extension ModelCatalog {
    /// What is inside the executable, and SmolLM2 before it if it has been fetched.
    static func standard(in folder: ModelFolder) -> ModelCatalog {
        let path = folder.file("model.gguf", of: LlamaModel.smollm2).path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path) else { return .embedded }
        let loaded = OnceLoaded { try LlamaModel(path: path, id: LlamaModel.smollm2) }
        return ModelCatalog([(LlamaModel.smollm2, { @Sendable in try loaded.value() })], before: .embedded)
    }
}
