public import Tokenization

/// A tokenizer's vocabulary, laid out for asking which tokens keep to a grammar. Made once for each tokenizer.
public final class ConstraintVocabulary: Sendable {
    public let size: Int
    /// The bytes of each token; empty for special tokens, which no grammar allows.
    let bytes: [[UInt8]]
    /// All tokens.
    let whole: TokenTrie
    /// The tokens that are no plain text.
    let special: TokenTrie
    /// `plain[n]`: the tokens of plain text with at most `n` characters. Within a JSON string all of them may come.
    let plain: [TokenSet]
    /// Tokens that close a string, arrays and objects, and do nothing else.
    let closing: TokenSet
    /// Those of ``closing`` that begin by closing a string, where brackets are no more than text.
    let unquoting: TokenSet
    /// Tokens that begin with a comma or a colon and open no array and no object: a number that would go on for ever ends there.
    let separating: TokenSet
    /// Tokens that open no array and no object.
    let modest: TokenSet
    /// The bytes that some token stands for alone. What consists of them can be written, whatever the tokens.
    let alphabet: ByteSet

    /// Longer tokens than this are not sorted by length.
    private static let longestPlain = 32

    public init(_ tokenizer: some Tokenizer) {
        size = tokenizer.vocabularySize
        bytes = (0..<TokenID(tokenizer.vocabularySize)).map { tokenizer.bytes(of: $0) }
        var byLength = Array(repeating: TokenSet(vocabularySize: size), count: Self.longestPlain + 1)
        var alphabet = ByteSet()
        for bytes in bytes where bytes.count == 1 { alphabet.insert(bytes[0]) }
        // Otherwise some characters, once begun, could not be finished.
        let writesAllText = (0x80...0xBF).allSatisfy { alphabet.contains($0) }
        var others: [(token: TokenID, bytes: [UInt8])] = []
        var all: [(token: TokenID, bytes: [UInt8])] = []
        for (index, bytes) in bytes.enumerated() where !bytes.isEmpty {
            let token = TokenID(index)
            all.append((token, bytes))
            if writesAllText || bytes.allSatisfy({ $0 < 0x80 }), let length = Self.plainLength(bytes),
                length <= Self.longestPlain
            {
                byLength[length].insert(token)
            } else {
                others.append((token, bytes))
            }
        }
        for length in 1...Self.longestPlain { byLength[length].formUnion(byLength[length - 1]) }
        var closing = TokenSet(vocabularySize: size)
        var modest = closing
        var separating = closing
        var unquoting = closing
        for (token, bytes) in all {
            if !bytes.contains(where: { "{[".utf8.contains($0) }) {
                modest.insert(token)
                if ",:".utf8.contains(bytes[0]) { separating.insert(token) }
            }
            let brackets = bytes[0] == UInt8(ascii: "\"") ? bytes.dropFirst() : bytes[...]
            if brackets.allSatisfy({ "}]".utf8.contains($0) }) {
                closing.insert(token)
                if brackets.startIndex > 0 { unquoting.insert(token) }
            }
        }
        self.closing = closing
        self.modest = modest
        self.unquoting = unquoting
        self.separating = separating
        plain = byLength
        whole = TokenTrie(all)
        special = TokenTrie(others)
        self.alphabet = alphabet
    }

    /// How many characters `bytes` are, if they are whole characters that a JSON string may hold as they are.
    private static func plainLength(_ bytes: [UInt8]) -> Int? {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else {
            return nil
        }
        return String(validating: bytes, as: UTF8.self)?.unicodeScalars.count
    }
}

/// A set of byte values.
struct ByteSet: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static let all: ByteSet = {
        var set = ByteSet()
        for byte in UInt8.min...UInt8.max { set.insert(byte) }
        return set
    }()

    mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }

    static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
