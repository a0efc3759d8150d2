/// What a message used: tokens by what became of them, and how it was served.
///
/// The total input is ``input``, ``cacheRead`` and both kinds of ``cacheCreation`` together.
public struct MessageUsage: Hashable, Sendable {
    /// Input tokens that came from no cache and went into none.
    public var input: Int
    /// Input tokens written to the cache, by how long they stay there.
    public var cacheCreation: [CacheControl.TimeToLive: Int]
    public var cacheRead: Int
    public var output: Int
    /// `standard`, or `batch`.
    public var serviceTier: String
    public var inferenceGeo: String
    /// As the request asked; `nil` if it did not.
    public var speed: String?

    public init(
        input: Int, output: Int, cacheCreation: [CacheControl.TimeToLive: Int] = [:], cacheRead: Int = 0,
        serviceTier: String = "standard", inferenceGeo: String = "not_available", speed: String? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheCreation = cacheCreation
        self.cacheRead = cacheRead
        self.serviceTier = serviceTier
        self.inferenceGeo = inferenceGeo
        self.speed = speed
    }

    public var cacheCreationTotal: Int { cacheCreation.values.reduce(0, +) }

    public var totalInput: Int { input + cacheCreationTotal + cacheRead }

    /// As a message carries it: the type `Usage`.
    public var json: JSONValue {
        [
            "input_tokens": .integer(input), "cache_creation_input_tokens": .integer(cacheCreationTotal),
            "cache_read_input_tokens": .integer(cacheRead),
            "cache_creation": [
                "ephemeral_5m_input_tokens": .integer(cacheCreation[.fiveMinutes] ?? 0),
                "ephemeral_1h_input_tokens": .integer(cacheCreation[.oneHour] ?? 0),
            ],
            "output_tokens": .integer(output), "output_tokens_details": ["thinking_tokens": 0],
            "server_tool_use": .null, "service_tier": .string(serviceTier), "inference_geo": .string(inferenceGeo),
            "speed": speed.map { .string($0) } ?? .null,
        ]
    }

    /// As the event `message_delta` carries it: the type `MessageDeltaUsage`, totals so far.
    public var deltaJSON: JSONValue {
        [
            "input_tokens": .integer(input), "cache_creation_input_tokens": .integer(cacheCreationTotal),
            "cache_read_input_tokens": .integer(cacheRead), "output_tokens": .integer(output),
            "output_tokens_details": ["thinking_tokens": 0], "server_tool_use": .null,
        ]
    }

    /// `nil` if `json` is no usage.
    public init?(_ json: JSONValue) {
        guard let output = json["output_tokens"]?.int else { return nil }
        self.init(input: json["input_tokens"]?.int ?? 0, output: output)
        cacheRead = json["cache_read_input_tokens"]?.int ?? 0
        if let parts = json["cache_creation"]?.object {
            cacheCreation[.fiveMinutes] = parts["ephemeral_5m_input_tokens"]?.int.flatMap { $0 > 0 ? $0 : nil }
            cacheCreation[.oneHour] = parts["ephemeral_1h_input_tokens"]?.int.flatMap { $0 > 0 ? $0 : nil }
        } else if let total = json["cache_creation_input_tokens"]?.int, total > 0 {
            cacheCreation[.fiveMinutes] = total
        }
        serviceTier = json["service_tier"]?.string ?? "standard"
        inferenceGeo = json["inference_geo"]?.string ?? "not_available"
        speed = json["speed"]?.string
    }
}

extension TokenUsage {
    /// `nil` if `json` is no usage as Anthropic writes it. Tokens written to and read from a cache count as input.
    public init?(anthropic json: JSONValue) {
        guard let output = json["output_tokens"]?.int else { return nil }
        let parts = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
        self.init(input: parts.reduce(0) { $0 + (json[$1]?.int ?? 0) }, output: output)
    }
}
