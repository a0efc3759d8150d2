public import Foundation
public import ModelAPI

/// One request and its answer, as the bytes that crossed the socket and their times.
///
/// Everything else about it is read from these bytes: see ``reading``, which is worth keeping when more than one thing
/// is asked. What is encoded is redacted (see ``redacted()``); the value itself, in memory, is not.
public struct Exchange: Hashable, Sendable, Identifiable {
    public enum Ending: Hashable, Sendable {
        /// The response ended where its framing says.
        case complete
        /// The connection ended before the response did.
        case closedEarly
        case cancelled
        /// No connection, no answer in time, or an answer that is no HTTP: the reason, in words.
        case failed(String)
    }

    public var id: Int
    public var startedAt: Date
    /// Whose API the request speaks; `nil` if that is not known.
    public var provider: Provider?
    public var origin: Origin
    /// The writes, in order.
    public var sent: [TimedBytes]
    /// The reads, in order.
    public var received: [TimedBytes]
    public var ending: Ending
    /// Nanoseconds since the exchange began.
    public var endedAt: UInt64

    public init(
        id: Int, startedAt: Date, provider: Provider?, origin: Origin, sent: [TimedBytes] = [],
        received: [TimedBytes] = [], ending: Ending, endedAt: UInt64
    ) {
        self.id = id
        self.startedAt = startedAt
        self.provider = provider
        self.origin = origin
        self.sent = sent
        self.received = received
        self.ending = ending
        self.endedAt = endedAt
    }
}

extension Exchange: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, startedAt, provider, origin, sent, received, ending, failure, endedAt
    }

    /// Encodes the exchange without its secrets.
    public func encode(to encoder: any Encoder) throws {
        let exchange = redacted()
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(exchange.id, forKey: .id)
        try container.encode(exchange.startedAt, forKey: .startedAt)
        try container.encodeIfPresent(exchange.provider, forKey: .provider)
        try container.encode(exchange.origin, forKey: .origin)
        try container.encode(exchange.sent, forKey: .sent)
        try container.encode(exchange.received, forKey: .received)
        try container.encode(exchange.ending.name, forKey: .ending)
        if case .failed(let reason) = exchange.ending { try container.encode(reason, forKey: .failure) }
        try container.encode(exchange.endedAt, forKey: .endedAt)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(Int.self, forKey: .id)
        startedAt = try container.decode(Date.self, forKey: .startedAt)
        provider = try container.decodeIfPresent(Provider.self, forKey: .provider)
        origin = try container.decode(Origin.self, forKey: .origin)
        sent = try container.decode([TimedBytes].self, forKey: .sent)
        received = try container.decode([TimedBytes].self, forKey: .received)
        let failure = try container.decodeIfPresent(String.self, forKey: .failure)
        let name = try container.decode(String.self, forKey: .ending)
        guard let ending = Ending(name: name, failure: failure) else {
            throw DecodingError.dataCorruptedError(
                forKey: .ending, in: container, debugDescription: "'\(name)' is no way for an exchange to end")
        }
        self.ending = ending
        endedAt = try container.decode(UInt64.self, forKey: .endedAt)
    }
}

extension Exchange.Ending {
    /// `complete`, `closed-early`, `cancelled` or `failed`.
    public var name: String {
        switch self {
        case .complete: "complete"
        case .closedEarly: "closed-early"
        case .cancelled: "cancelled"
        case .failed: "failed"
        }
    }

    init?(name: String, failure: String?) {
        switch name {
        case "complete": self = .complete
        case "closed-early": self = .closedEarly
        case "cancelled": self = .cancelled
        case "failed": self = .failed(failure ?? "")
        default: return nil
        }
    }
}
