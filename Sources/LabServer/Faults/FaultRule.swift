internal import ModelAPI
internal import Sampling

/// A fault that is armed, and the requests that it is for.
struct FaultRule: Sendable {
    /// From 1, in the order of arming.
    var id = 0
    let kind: FaultKind
    /// The kind's parameters.
    var settings = FaultSettings()

    /// After so many it is over; `nil` for never.
    var times: Int?
    var probability: Double?
    /// Every so-manieth of the requests it is for.
    var every: Int?
    /// So many go well first.
    var after = 0
    var path: String?
    var model: String?
    var provider: Provider?
    /// Streams only, or whole answers only.
    var stream: Bool?

    /// How many requests it was for, and how many it hit.
    private(set) var seen = 0
    private(set) var hits = 0
    private var random: SeededGenerator

    /// How conditions are written, and what they mean.
    static let conditions: [(name: String, help: String)] = [
        ("times", "how often; once when left out, always with probability or every"),
        ("always", "until it is taken off"),
        ("probability", "the share of requests, from 0 to 1"), ("seed", "for probability"),
        ("every", "every so-manieth request"), ("after", "so many go well first"), ("path", "such as /v1/messages"),
        ("model", "the model that the request names"), ("provider", "openai or anthropic"),
        ("stream", "true for streams only, false for whole answers only"),
    ]

    /// Whether nothing more can come of it.
    var isOver: Bool { times.map { hits >= $0 } ?? false }

    /// Reads `500 times=2 path=/v1/messages`, or the words of it.
    init(words: [String]) throws(FaultError) {
        guard let name = words.first else { throw .empty }
        var all = FaultSettings()
        for word in words.dropFirst() {
            guard let equals = word.firstIndex(of: "=") else {
                all[word] = "true"
                continue
            }
            all[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        try self.init(FaultKind.named(name), all)
    }

    init(_ kind: FaultKind, _ all: FaultSettings) throws(FaultError) {
        self.kind = kind
        let parameters = kind.parameters.map(\.name)
        for name in all.names where !Self.conditions.contains(where: { $0.name == name }) {
            guard parameters.contains(name) else {
                throw .unknownParameter(name, of: kind.name, known: parameters + Self.conditions.map(\.name))
            }
            settings[name] = all[name]
        }
        times = try all.count("times")
        probability = try all.number("probability", in: 0...1)
        every = try all.count("every")
        if every == 0 { throw .unreadable("every", value: "0", wanted: "1 or more") }
        after = try all.count("after") ?? 0
        path = all["path"]
        model = all["model"]
        if let name = try all.word("provider", of: ["openai", "anthropic"]) {
            provider = name == "openai" ? .openai : .anthropic
        }
        stream = try all.word("stream", of: ["true", "false"]).map { $0 == "true" }
        let isAlways = try all.word("always", of: ["true", "false"]) == "true"
        if times == nil, !isAlways, probability == nil, every == nil { times = 1 }
        random = SeededGenerator(seed: UInt64(try all.count("seed") ?? 0))
        // A parameter that cannot be read is to show now, not with the first request.
        for isStream in [false, true] {
            _ = try kind.shape(
                FaultContext(
                    provider: .openai, path: path ?? "/", model: model, isStream: isStream, settings: settings, seed: 0)
            )
        }
    }

    /// Whether this request is one that the rule hits; counts it.
    mutating func strikes(_ context: FaultContext) -> Bool {
        guard !isOver, matches(context) else { return false }
        seen += 1
        guard seen > after else { return false }
        if let every, (seen - after) % every != 0 { return false }
        if let probability {
            let draw = Double(random.next() >> 11) / Double(1 << 53)
            guard draw < probability else { return false }
        }
        hits += 1
        return true
    }

    private func matches(_ context: FaultContext) -> Bool {
        kind.fits(isStream: context.isStream)
            && path.map { $0 == context.path || ($0.hasSuffix("*") && context.path.hasPrefix($0.dropLast())) } ?? true
            && model.map { $0 == context.model } ?? true
            && provider.map { $0 == context.provider } ?? true
            && stream.map { $0 == context.isStream } ?? true
    }

    /// As it is listed: the words that arm it again, and what came of it so far.
    var json: JSONValue {
        [
            "id": .integer(id), "fault": .string(kind.name), "line": .string(line), "seen": .integer(seen),
            "hits": .integer(hits),
        ]
    }

    /// The words that arm it.
    var line: String {
        var words = [kind.name] + settings.names.map { "\($0)=\(settings[$0] ?? "")" }
        words.append(times.map { "times=\($0)" } ?? "always")
        if let probability { words.append("probability=\(probability)") }
        if let every { words.append("every=\(every)") }
        if after > 0 { words.append("after=\(after)") }
        if let path { words.append("path=\(path)") }
        if let model { words.append("model=\(model)") }
        if let provider { words.append("provider=\(provider == .openai ? "openai" : "anthropic")") }
        if let stream { words.append("stream=\(stream)") }
        return words.joined(separator: " ")
    }
}
