import Foundation
import Tokenization

/// A small random vocabulary over a few letters, and joining by its rules done the plain way.
struct SyntheticVocabulary {
    /// The single bytes, then tokens that two earlier ones make.
    private(set) var tokens: [[UInt8]]
    private(set) var merges: [(left: Int, right: Int)] = []
    private var ids: [[UInt8]: Int]

    init(joins: Int, letters: [UInt8], using generator: inout some RandomNumberGenerator) {
        tokens = (0...255).map { [UInt8($0)] }
        ids = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($1, $0) })
        var usable = letters.map(Int.init)
        while merges.count < joins {
            let left = usable.randomElement(using: &generator)!
            let right = usable.randomElement(using: &generator)!
            let joined = tokens[left] + tokens[right]
            guard ids[joined] == nil, joined.count < 40 else { continue }
            ids[joined] = tokens.count
            usable.append(tokens.count)
            tokens.append(joined)
            merges.append((left, right))
        }
        // A list of merges need not be in the order of the tokens that they make.
        merges.shuffle(using: &generator)
    }

    var rankFile: [UInt8] {
        Array(
            tokens.enumerated().map { "\(Data($1).base64EncodedString()) \($0)\n" }.joined().utf8)
    }

    /// As a GGUF file would have it; `specials` come after the other tokens.
    func builder(
        specials: [(String, BytePairTokenizer.Builder.Kind)] = []
    ) throws -> BytePairTokenizer.Builder {
        var builder = BytePairTokenizer.Builder()
        for token in tokens {
            try Array(Self.mapped(token).utf8).withUnsafeBufferPointer { try builder.addToken($0, kind: .normal) }
        }
        for (text, kind) in specials {
            try Array(text.utf8).withUnsafeBufferPointer { try builder.addToken($0, kind: kind) }
        }
        for merge in merges {
            let text = Self.mapped(tokens[merge.left]) + " " + Self.mapped(tokens[merge.right])
            try Array(text.utf8).withUnsafeBufferPointer { try builder.addMerge($0) }
        }
        return builder
    }

    /// GPT-2's printable characters for bytes, from its published code (`bytes_to_unicode`).
    static func mapped(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(alphabet[Int(byte)]) }
        return String(text)
    }

    private static let alphabet: [Unicode.Scalar] = {
        let printable = Set(33...126).union(161...172).union(174...255)
        var next: UInt32 = 256
        return (0...255).map { byte in
            if printable.contains(byte) { return Unicode.Scalar(UInt8(byte)) }
            defer { next += 1 }
            return Unicode.Scalar(next)!
        }
    }()

    // MARK: The plain way

    /// tiktoken's: the parts whose joined bytes are the lowest token, the leftmost first.
    func tokensByRank(of piece: [UInt8]) -> [TokenID] {
        if let whole = ids[piece] { return [TokenID(whole)] }
        var parts = piece.map { [$0] }
        while let best = Self.lowest(parts.indices.dropLast().map { ids[parts[$0] + parts[$0 + 1]] }) {
            parts.replaceSubrange(best...(best + 1), with: [parts[best] + parts[best + 1]])
        }
        return parts.map { TokenID(ids[$0]!) }
    }

    /// A list's: the pair that comes first in the list, the leftmost first.
    func tokensByList(of piece: [UInt8]) -> [TokenID] {
        var parts = piece.map { Int($0) }
        let ranks = Dictionary(merges.enumerated().map { ([$1.left, $1.right], $0) }, uniquingKeysWith: min)
        while let best = Self.lowest(parts.indices.dropLast().map { ranks[[parts[$0], parts[$0 + 1]]] }) {
            parts.replaceSubrange(best...(best + 1), with: [ids[tokens[parts[best]] + tokens[parts[best + 1]]]!])
        }
        return parts.map { TokenID($0) }
    }

    private static func lowest(_ ranks: [Int?]) -> Int? {
        ranks.indices.filter { ranks[$0] != nil }.min { (ranks[$0]!, $0) < (ranks[$1]!, $1) }
    }
}

extension BytePairTokenizer {
    /// With the pre-tokenizer of cl100k_base and one special token.
    init(rankFile: [UInt8]) throws {
        self = try rankFile.withUnsafeBytes { bytes in
            try BytePairTokenizer(
                ranks: bytes, preTokenizer: .cl100k, specialTokens: [SpecialToken(text: "<|end|>", id: 100_000)])
        }
    }
}
