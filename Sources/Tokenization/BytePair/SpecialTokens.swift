/// A token that stands for no text: it marks where a message or a document begins or ends.
public struct SpecialToken: Hashable, Sendable {
    /// How it is written where special tokens are read: `<|endoftext|>`.
    public var text: String
    public var id: TokenID

    public init(text: String, id: TokenID) {
        self.text = text
        self.id = id
    }
}

/// Finds the special tokens that are written in a text: the leftmost, and of those that begin there the longest.
struct SpecialTokens: Sendable {
    let all: [SpecialToken]
    /// As UTF-8, longest first.
    private let texts: [(utf8: [UInt8], id: TokenID)]
    private let begins: [Bool]

    /// - Throws: ``BytePairError/duplicateSpecial(token:)``.
    init(_ tokens: [SpecialToken]) throws(BytePairError) {
        var seen: Set<[UInt8]> = []
        var begins = [Bool](repeating: false, count: 256)
        for token in tokens {
            let text = Array(token.text.utf8)
            guard let first = text.first, seen.insert(text).inserted else { throw .duplicateSpecial(token: token.id) }
            begins[Int(first)] = true
        }
        all = tokens
        texts = tokens.map { (Array($0.text.utf8), $0.id) }.sorted { $0.utf8.count > $1.utf8.count }
        self.begins = begins
    }

    /// The first special token at or after `start`, if there is one.
    func first(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (range: Range<Int>, id: TokenID)? {
        guard !texts.isEmpty else { return nil }
        for index in start..<text.count where begins[Int(text[index])] {
            for (utf8, id) in texts where index + utf8.count <= text.count {
                if text[index..<(index + utf8.count)].elementsEqual(utf8) {
                    return (index..<(index + utf8.count), id)
                }
            }
        }
        return nil
    }
}
