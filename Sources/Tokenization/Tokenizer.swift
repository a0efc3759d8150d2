/// The index of a token in its vocabulary, from 0.
public typealias TokenID = Int32

/// Cuts text into the tokens of a fixed vocabulary, and turns tokens back into bytes.
///
/// A token is a run of *bytes*, not of characters: one character may be spread over several tokens. Turn a stream of
/// tokens into text with ``TextAssembler``, never token by token.
public protocol Tokenizer: Sendable {
    /// The number of tokens in the vocabulary. Every id is in `0..<vocabularySize`.
    var vocabularySize: Int { get }

    /// The tokens of `text`, as plain text: nothing written in it becomes a special token.
    func encode(_ text: String) -> [TokenID]

    /// The bytes that `token` stands for. Empty for special tokens, and for ids outside the vocabulary.
    func bytes(of token: TokenID) -> [UInt8]

    /// One token as a person may read it. See the default implementation.
    func displayText(of token: TokenID) -> String
}

extension Tokenizer {
    /// The bytes of all `tokens`, joined.
    public func bytes(of tokens: some Sequence<TokenID>) -> [UInt8] {
        tokens.flatMap { bytes(of: $0) }
    }

    /// The text of `tokens`. Bytes that are not UTF-8 become U+FFFD.
    public func decode(_ tokens: some Sequence<TokenID>) -> String {
        String(decoding: bytes(of: tokens), as: UTF8.self)
    }

    /// One token as a person may read it, without quotation marks.
    ///
    /// Text is shown as it is, spaces included. What cannot be seen, or would move the cursor, is escaped: `\n`, `\t`,
    /// `\u{200B}`; a backslash is `\\`; a byte that is not part of a complete character is `\xE2`. Different byte
    /// sequences never share a display text.
    public func displayText(of token: TokenID) -> String {
        TokenDisplay.text(for: bytes(of: token))
    }
}
