public import DataFiles
public import Foundation

extension APIFacts {
    /// The facts in the files `openai.yaml` and `anthropic.yaml` of a folder.
    ///
    /// - Returns: facts without the values that are wrong, and the problems; nothing is wrong if there are none.
    public static func load(from folder: URL) -> (facts: APIFacts, problems: [Problem]) {
        let log = ProblemLog()
        let facts = APIFacts(
            openai: ProviderFacts.load(.openai, from: folder, log: log),
            anthropic: ProviderFacts.load(.anthropic, from: folder, log: log))
        return (facts, log.problems.sorted())
    }
}

extension ProviderFacts {
    fileprivate static func load(_ provider: Provider, from folder: URL, log: ProblemLog) -> ProviderFacts {
        var facts = ProviderFacts(provider: provider, asOf: "", ranges: [:], models: [])
        let name = "facts/\(provider.rawValue).yaml"
        do {
            let text = try TextFile.read(folder.appending(path: "\(provider.rawValue).yaml"), as: name)
            let value = try YAMLDocument.parse(text, file: name)
            guard var reader = MappingReader(value, what: "a provider's facts", file: name, log: log) else {
                return facts
            }
            facts.read(from: &reader)
            reader.finish()
        } catch {
            log.add(error)
        }
        return facts
    }

    private mutating func read(from reader: inout MappingReader) {
        _ = reader.int("format", in: 1...1)
        if let named = reader.choice("provider", of: Provider.self), named != provider {
            reader.log.report("this file is about \(provider.rawValue)", at: reader.place(of: "provider"))
        }
        asOf = reader.string("as-of") ?? ""
        _ = reader.strings("sources")
        if let value = reader.required("ranges"), let names = MappingReader(value, what: "ranges", log: reader.log) {
            readRanges(names)
        }
        stopSequences = reader.optionalDouble("stop-sequences").flatMap { Int(exactly: $0) }
        for value in reader.list("models") ?? [] {
            guard var entry = MappingReader(value, what: "a model", log: reader.log) else { continue }
            if let model = ModelFacts(from: &entry) { models.append(model) }
            entry.finish()
        }
    }

    private mutating func readRanges(_ reader: MappingReader) {
        var reader = reader
        for name in reader.keys {
            guard let value = reader.required(name), var bounds = MappingReader(value, what: "a range", log: reader.log)
            else { continue }
            ranges[name] = ValueRange(bounds.optionalDouble("minimum"), bounds.optionalDouble("maximum"))
            bounds.finish()
        }
    }
}

extension ModelFacts {
    fileprivate init?(from reader: inout MappingReader) {
        let id = reader.string("id")
        let name = reader.optionalString("name")
        let created = reader.int("created", in: 0...(1 << 40))
        let owner = reader.optionalString("owner")
        let context = reader.int("context", in: 1...(1 << 30))
        let output = reader.int("output", in: 1...(1 << 30))
        let serves = reader.optionalString("serves")
        guard let id, let created, let context, let output else { return nil }
        self.init(
            id: id, name: name, created: created, owner: owner, context: context, output: output, serves: serves)
    }
}
