/// A mark up to which a prompt is to be cached.
///
/// Source: `CacheControlEphemeralParam` of the package anthropic 2.12.
public struct CacheControl: Hashable, Sendable {
    public enum TimeToLive: String, Hashable, Sendable, CaseIterable {
        case fiveMinutes = "5m"
        case oneHour = "1h"

        public var seconds: Int { self == .oneHour ? 3600 : 300 }
    }

    public var timeToLive: TimeToLive

    public init(_ timeToLive: TimeToLive = .fiveMinutes) { self.timeToLive = timeToLive }

    /// The mark in an object that may have one.
    init?(in fields: AnthropicFields) throws(APIError) {
        guard let fields = try fields.fields("cache_control") else { return nil }
        _ = try fields.requiredChoice("type", of: ["ephemeral"])
        let name = try fields.choice("ttl", of: TimeToLive.allCases.map(\.rawValue))
        try fields.refuseUnknown(["type", "ttl"])
        self.init(name.flatMap(TimeToLive.init) ?? .fiveMinutes)
    }
}
