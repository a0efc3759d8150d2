internal import ModelAPI
internal import Sampling

/// How fast the lab answers. Waiting costs no thread, and the model writes as fast as it can.
struct Pace: Hashable, Sendable {
    /// From one text event to the next.
    var interval: Duration?
    /// The share by which each interval varies, from 0 to 1: between `1 - jitter` and `1 + jitter` of it.
    var jitter = 0.0
    var seed: UInt64?
    /// Text is written in pieces of so many of the model's tokens.
    var chunkTokens: Int?
    /// Text is written in pieces of so many characters.
    var chunkCharacters: Int?
    /// Before the answer's head.
    var latency: Duration = .zero
    /// Between the head and the first text.
    var firstToken: Duration = .zero
    /// Before the head, for each other request that is being answered.
    var latencyPerActive: Duration = .zero

    /// What can be set, for lists and errors.
    static let parameters: [FaultKind.Parameter] = [
        .init(name: "tokens-per-second", help: "such as 20; no limit when left out"),
        .init(name: "interval", help: "between two pieces of text, such as 50ms"),
        .init(name: "jitter", help: "the share by which intervals vary, from 0 to 1"),
        .init(name: "seed", help: "for the jitter"),
        .init(name: "chunk-tokens", help: "tokens in a piece"),
        .init(name: "chunk-characters", help: "characters in a piece"),
        .init(name: "latency", help: "before the answer's head"),
        .init(name: "first-token", help: "between the head and the first text"),
        .init(name: "latency-per-active", help: "before the head, for each other request under way"),
    ]

    init() {}

    init(_ settings: FaultSettings) throws(FaultError) {
        for name in settings.names where !Self.parameters.contains(where: { $0.name == name }) {
            throw .unknownParameter(name, of: "The pace", known: Self.parameters.map(\.name))
        }
        chunkTokens = try Self.positive(settings, "chunk-tokens")
        chunkCharacters = try Self.positive(settings, "chunk-characters")
        interval = try settings.duration("interval")
        if let rate = try settings.number("tokens-per-second", in: 0.01...1_000_000) {
            interval = .seconds(Double(chunkTokens ?? 1) / rate)
        }
        jitter = try settings.number("jitter", in: 0...1) ?? 0
        seed = try settings.count("seed").map { UInt64($0) }
        latency = try settings.duration("latency") ?? .zero
        firstToken = try settings.duration("first-token") ?? .zero
        latencyPerActive = try settings.duration("latency-per-active") ?? .zero
    }

    private static func positive(_ settings: FaultSettings, _ name: String) throws(FaultError) -> Int? {
        let count = try settings.count(name)
        if count == 0 { throw .unreadable(name, value: "0", wanted: "1 or more") }
        return count
    }

    /// Reads `tokens-per-second=20 jitter=0.2`. A word alone is a rate (`20`) or an interval (`50ms`).
    init(words: [String]) throws(FaultError) {
        var settings = FaultSettings()
        for word in words {
            if let equals = word.firstIndex(of: "=") {
                settings[String(word[..<equals])] = String(word[word.index(after: equals)...])
            } else {
                settings[Double(word) != nil ? "tokens-per-second" : "interval"] = word
            }
        }
        try self.init(settings)
    }

    /// The pace of one request, which its fields may change: `x-lab-pace: 20 jitter=0.2`, `x-lab-latency: 2s`, or
    /// `x-lab-latency: 1s first-token=2s`.
    func applying(_ fields: [String: String]) throws(FaultError) -> Pace {
        var pace = self
        if let line = fields["x-lab-pace"] {
            let asked = try Pace(words: line.split(separator: " ").map(String.init))
            pace = asked
            if asked.latency == .zero { pace.latency = latency }
            if asked.firstToken == .zero { pace.firstToken = firstToken }
            if asked.latencyPerActive == .zero { pace.latencyPerActive = latencyPerActive }
        }
        if let line = fields["x-lab-latency"] {
            let words = line.split(separator: " ").map { $0.contains("=") ? String($0) : "latency=\($0)" }
            let asked = try Pace(words: words)
            pace.latency = asked.latency
            pace.firstToken = asked.firstToken
        }
        return pace
    }

    func headDelay(active: Int) -> Duration { latency + latencyPerActive * max(0, active - 1) }

    /// What paces one stream; `nil` if nothing is to be done to it.
    func shaper(seed: UInt64) -> PaceShaper? {
        guard interval != nil || firstToken > .zero || chunkTokens != nil || chunkCharacters != nil else { return nil }
        return PaceShaper(pace: self, seed: self.seed ?? seed)
    }

    /// As it is set, without what is not.
    var json: JSONValue {
        var members: [(String, JSONValue)] = []
        if let interval { members.append(("interval", .string(Span.text(interval)))) }
        if jitter > 0 { members.append(("jitter", .number(jitter))) }
        if let seed { members.append(("seed", .integer(Int(clamping: seed)))) }
        if let chunkTokens { members.append(("chunk-tokens", .integer(chunkTokens))) }
        if let chunkCharacters { members.append(("chunk-characters", .integer(chunkCharacters))) }
        for (name, span) in [
            ("latency", latency), ("first-token", firstToken), ("latency-per-active", latencyPerActive),
        ] where span > .zero {
            members.append((name, .string(Span.text(span))))
        }
        return .object(JSONObject(members))
    }
}
