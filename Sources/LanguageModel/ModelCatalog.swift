/// The models at hand, by name. A model is loaded when it is first asked for.
public struct ModelCatalog: Sendable {
    /// Makes a model, or gives the one made before.
    public typealias Loader = @Sendable () throws -> any LanguageModel

    private var loaders: [(name: String, load: Loader)]

    /// The models inside the executable: the n-gram model alone.
    public static let embedded = ModelCatalog([(NGramModel.name, { @Sendable in NGramModel.shared })])

    /// A catalog of `models`; of two with one name the first counts. Each loader is called whenever its model is asked
    /// for, so it should keep what it made.
    public init(_ models: [(name: String, load: Loader)]) { loaders = models }

    /// A catalog of `models`, and after them those of `others` that have other names.
    public init(_ models: [(name: String, load: Loader)], before others: ModelCatalog) {
        loaders = models + others.loaders.filter { other in !models.contains { $0.name == other.name } }
    }

    /// A catalog of models that are already loaded.
    public init(_ models: [any LanguageModel]) {
        loaders = models.map { model in
            let load: Loader = { model }
            return (model.id, load)
        }
    }

    /// The names of all models, in the order in which they were given.
    public var names: [String] { loaders.map(\.name) }

    /// The model called `name`. Throws ``ModelError/unknownModel(name:available:)``, or what loading it throws.
    public func model(named name: String) throws -> any LanguageModel {
        guard let loader = loaders.first(where: { $0.name == name }) else {
            throw ModelError.unknownModel(name: name, available: names)
        }
        return try loader.load()
    }
}
