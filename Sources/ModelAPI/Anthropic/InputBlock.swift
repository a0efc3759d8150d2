/// A content block of a message request.
public struct InputBlock: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case text(String)
        case image(InputImage)
        case document(InputDocument)
        case searchResult(title: String, source: String, text: String)
        case toolUse(id: String, name: String, input: JSONValue)
        case toolResult(id: String, content: [InputBlock], isError: Bool)
        /// What a model thought in an earlier answer; it is not read again.
        case thinking
        /// Names a tool that a search for tools found.
        case toolReference(name: String)
    }

    public var content: Content
    public var cacheControl: CacheControl?

    public init(_ content: Content, cacheControl: CacheControl? = nil) {
        self.content = content
        self.cacheControl = cacheControl
    }

    /// The text of a text block.
    public var text: String? { if case .text(let text) = content { text } else { nil } }
}

/// One message of a message request: a role and its blocks, or a text, which is one block.
public struct MessageTurn: Hashable, Sendable {
    public var role: InputMessage.Role
    public var blocks: [InputBlock]

    public init(role: InputMessage.Role, blocks: [InputBlock]) {
        self.role = role
        self.blocks = blocks
    }

    /// The text of its text blocks, one after the other.
    public var text: String { blocks.compactMap(\.text).joined() }

    var toolUseIDs: [String] {
        blocks.compactMap { if case .toolUse(let id, _, _) = $0.content { id } else { nil } }
    }
}

/// An image whose bytes came with the request.
public struct InputImage: Hashable, Sendable {
    public var mediaType: String
    public var width: Int
    public var height: Int
    /// Tells images apart: equal bytes, equal fingerprints.
    public var fingerprint: UInt64

    public init(mediaType: String, width: Int, height: Int, fingerprint: UInt64 = 0) {
        self.mediaType = mediaType
        self.width = width
        self.height = height
        self.fingerprint = fingerprint
    }

    /// How many tokens it counts as: width × height / 750, of an image scaled down to 1568 pixels on the longer edge and
    /// about 1600 tokens at most. Source: the documentation of vision.
    public var tokens: Int {
        let scale = min(1, 1568 / Double(max(width, height, 1)))
        let pixels = Double(width) * scale * Double(height) * scale
        return max(1, min(1600, Int((pixels / 750).rounded(.up))))
    }
}

/// A document of a request.
public struct InputDocument: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        case text(String)
        case blocks([InputBlock])
        /// A PDF file with so many pages.
        case pdf(pages: Int, fingerprint: UInt64)
    }

    /// How many tokens a page of a PDF counts as: the lower end of the 1,500 to 3,000 that the documentation names.
    public static let tokensPerPage = 1500

    public var title: String?
    public var context: String?
    public var source: Source
}

/// FNV-1a of bytes, 64 bits.
enum Fingerprint64 {
    static func of(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
