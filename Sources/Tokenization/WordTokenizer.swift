/// A word-level tokenizer with byte fallback.
///
/// Its vocabulary is the end-of-text token (id 0), the 256 bytes (ids 1 to 256), and every piece of the text that it was
/// made from, in order of first appearance. A piece is a word with the space before it, one digit, a run of
/// punctuation, or blank space: see `WordSplitter`. A piece outside the vocabulary becomes one token for each byte.
///
/// Lossless: `decode(encode(text))` is `text`, byte for byte, for every string. Takes time linear in the text's length.
public struct WordTokenizer: Tokenizer {
    /// The special token that stands between documents. It has no bytes, and no text encodes to it.
    public static let endOfText: TokenID = 0
    private static let firstPiece = 257

    private var pieces = PieceTable()

    /// A tokenizer whose vocabulary is the pieces of `documents`.
    public init(vocabularyFrom documents: some Sequence<String>) {
        for document in documents { _ = learn(document) }
    }

    /// A tokenizer with no pieces but the bytes. ``learn(_:)`` adds some.
    public init() {}

    /// Encodes `text`, adding those of its pieces that the vocabulary lacks. Ids given out before stay valid.
    public mutating func learn(_ text: String) -> [TokenID] {
        var splitter = WordSplitter(text)
        var tokens: [TokenID] = []
        while let range = splitter.next() {
            if range.count == 1 {
                tokens.append(Self.token(ofByte: splitter.bytes[range.lowerBound]))
            } else {
                tokens.append(TokenID(pieces.insert(splitter.bytes, range) + Self.firstPiece))
            }
        }
        return tokens
    }

    public var vocabularySize: Int { Self.firstPiece + pieces.count }

    public func encode(_ text: String) -> [TokenID] {
        var splitter = WordSplitter(text)
        var tokens: [TokenID] = []
        while let range = splitter.next() {
            if range.count > 1, let piece = pieces.find(splitter.bytes, range) {
                tokens.append(TokenID(piece + Self.firstPiece))
            } else {
                for index in range { tokens.append(Self.token(ofByte: splitter.bytes[index])) }
            }
        }
        return tokens
    }

    public func bytes(of token: TokenID) -> [UInt8] {
        guard token > Self.endOfText, Int(token) < vocabularySize else { return [] }
        if Int(token) < Self.firstPiece { return [UInt8(token - 1)] }
        return Array(pieces.piece(Int(token) - Self.firstPiece))
    }

    /// As for every tokenizer, and `<|endoftext|>` for the end-of-text token.
    public func displayText(of token: TokenID) -> String {
        token == Self.endOfText ? "<|endoftext|>" : TokenDisplay.text(for: bytes(of: token))
    }

    /// Whether `token` stands for a single byte, as every token of an unknown piece does.
    public func isByte(_ token: TokenID) -> Bool { token > Self.endOfText && Int(token) < Self.firstPiece }

    private static func token(ofByte byte: UInt8) -> TokenID { TokenID(byte) + 1 }
}
