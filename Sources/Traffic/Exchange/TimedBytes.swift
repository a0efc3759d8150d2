import Foundation

/// Bytes that one write handed to the system, or that one read brought.
public struct TimedBytes: Hashable, Sendable {
    public var bytes: [UInt8]
    /// Nanoseconds since the exchange began.
    public var at: UInt64

    public init(_ bytes: [UInt8], at: UInt64) {
        self.bytes = bytes
        self.at = at
    }
}

extension TimedBytes: Codable {
    private enum CodingKeys: String, CodingKey { case at, text, base64 }

    /// As text where the bytes are UTF-8, so that a person can read the record, else in Base64.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(at, forKey: .at)
        if let text = String(validating: bytes, as: UTF8.self) {
            try container.encode(text, forKey: .text)
        } else {
            try container.encode(Data(bytes).base64EncodedString(), forKey: .base64)
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        at = try container.decode(UInt64.self, forKey: .at)
        if let text = try container.decodeIfPresent(String.self, forKey: .text) {
            bytes = Array(text.utf8)
        } else {
            let encoded = try container.decode(String.self, forKey: .base64)
            guard let data = Data(base64Encoded: encoded) else {
                throw DecodingError.dataCorruptedError(forKey: .base64, in: container, debugDescription: "no Base64")
            }
            bytes = Array(data)
        }
    }
}
