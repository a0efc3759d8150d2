/// An exercise's name for good: the topic of its folder and the name of its file, as in `streaming.first-token`.
///
/// `exercises/02-streaming/first-token.yaml` is `streaming.first-token`. Numbers of lessons are no part of it, so that progress
/// survives when lessons move. Encoded as its description.
public struct ExerciseID: Hashable, Sendable {
    public var topic: String
    public var name: String

    public init(topic: String, name: String) {
        self.topic = topic
        self.name = name
    }
}

extension ExerciseID: Comparable {
    public static func < (left: ExerciseID, right: ExerciseID) -> Bool {
        (left.topic, left.name) < (right.topic, right.name)
    }
}

extension ExerciseID: CustomStringConvertible, LosslessStringConvertible {
    public var description: String { "\(topic).\(name)" }

    /// `nil` unless the text is a topic, a dot and a name, both made of lower-case letters, digits and hyphens; the topic begins
    /// with a letter, so that no id looks like a position.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Identifier.isTopic(parts[0]), Identifier.isFileName(parts[1]) else { return nil }
        self.init(topic: String(parts[0]), name: String(parts[1]))
    }
}

extension ExerciseID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ExerciseID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no exercise id")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Which words may be names.
enum Identifier {
    /// A topic is a file name that begins with a letter.
    static func isTopic(_ text: some StringProtocol) -> Bool {
        isFileName(text) && text.utf8.first.map { (0x61...0x7A).contains($0) } == true
    }

    /// File names: lower-case letters, digits and hyphens, not beginning with a hyphen.
    static func isFileName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    /// Ids within a file (concepts, choices, items, ideas, checks): letters, digits, `-` and `_`, beginning with none of these two.
    static func isID(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "_") else { return false }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
    }
}
