internal import DataFiles

/// How much each usage tier may ask of a model, by date: `facts/limits.yaml`.
public struct LimitFacts: Hashable, Sendable {
    /// Models that share their limits.
    public struct Group: Hashable, Sendable {
        public var provider: Provider
        public var name: String
        /// Names of models; with `*` at the end, what they begin with.
        public var models: [String]
    }

    /// A tier's limits from a day on.
    public struct Tier: Hashable, Sendable {
        public var provider: Provider
        public var name: String
        /// A calendar day, `2024-06-01`.
        public var from: String
        /// By kind: `rpm`, `tpm`, `itpm`, `otpm`, `rpd`, `tpd`.
        public var common: [String: Int]
        public var groups: [String: [String: Int]]
    }

    public var groups: [Group] = []
    public var tiers: [Tier] = []

    public init() {}

    /// The group of a model: the one whose name for it is the longest, or the model alone.
    public func group(of model: String, _ provider: Provider) -> String {
        var best: (length: Int, name: String)?
        for group in groups where group.provider == provider {
            for pattern in group.models {
                let isMatch =
                    pattern.hasSuffix("*") ? model.hasPrefix(pattern.dropLast()) : model == pattern
                if isMatch, pattern.count > best?.length ?? 0 { best = (pattern.count, group.name) }
            }
        }
        return best?.name ?? model
    }

    /// The names of a provider's tiers, in order.
    public func tierNames(_ provider: Provider) -> [String] {
        tiers.filter { $0.provider == provider }.reduce(into: []) { names, tier in
            if !names.contains(tier.name) { names.append(tier.name) }
        }
    }

    /// A tier's limits for a group on a day: those of its newest version by then, or of its first. Empty for an unknown tier.
    public func limits(_ provider: Provider, tier: String, group: String, on day: String) -> [String: Int] {
        let versions = tiers.filter { $0.provider == provider && $0.name == tier }.sorted { $0.from < $1.from }
        guard let version = versions.last(where: { $0.from <= day }) ?? versions.first else { return [:] }
        return version.groups[group] ?? version.common
    }
}

extension LimitFacts {
    /// What was built into the program.
    public static let embedded: LimitFacts = {
        let log = ProblemLog()
        return LimitFacts(String(decoding: PackageResources.limits_yaml, as: UTF8.self), log: log)
    }()

    /// What is wrong with a text of `limits.yaml`, a line each.
    public static func problems(in text: String) -> [String] {
        let log = ProblemLog()
        _ = LimitFacts(text, log: log)
        return log.problems.sorted().map(\.description)
    }

    init(_ text: String, log: ProblemLog) {
        let file = "facts/limits.yaml"
        do {
            guard
                var reader = MappingReader(
                    try YAMLDocument.parse(text, file: file), what: "limits", file: file, log: log)
            else { return }
            _ = reader.int("format", in: 1...1)
            _ = reader.list("sources")
            for value in reader.list("groups") ?? [] {
                guard var entry = MappingReader(value, what: "a group", log: log) else { continue }
                if let provider = entry.choice("provider", of: Provider.self), let name = entry.string("name"),
                    let models = entry.strings("models")
                {
                    groups.append(Group(provider: provider, name: name, models: models.map(\.text)))
                }
                entry.finish()
            }
            for value in reader.list("tiers") ?? [] {
                guard var entry = MappingReader(value, what: "a tier", log: log) else { continue }
                if let tier = Tier(from: &entry) { tiers.append(tier) }
                entry.finish()
            }
            reader.finish()
        } catch {
            log.add(error)
        }
    }
}

extension LimitFacts.Tier {
    fileprivate init?(from reader: inout MappingReader) {
        let provider = reader.choice("provider", of: Provider.self)
        let name = reader.string("tier")
        let from = reader.string("from")
        _ = reader.string("source")
        let common = reader.required("default").map { Self.numbers($0, log: reader.log) }
        var groups: [String: [String: Int]] = [:]
        if let value = reader.value("groups"), var names = MappingReader(value, what: "groups", log: reader.log) {
            for name in names.keys { groups[name] = names.required(name).map { Self.numbers($0, log: names.log) } }
        }
        guard let provider, let name, let from, let common else { return nil }
        self.init(provider: provider, name: name, from: from, common: common, groups: groups)
    }

    private static func numbers(_ value: YAMLValue, log: ProblemLog) -> [String: Int] {
        guard var reader = MappingReader(value, what: "limits", log: log) else { return [:] }
        var numbers: [String: Int] = [:]
        for kind in ["rpm", "tpm", "itpm", "otpm", "rpd", "tpd"] where reader.has(kind) {
            numbers[kind] = reader.int(kind, in: 1...(1 << 40))
        }
        reader.finish()
        return numbers
    }
}
