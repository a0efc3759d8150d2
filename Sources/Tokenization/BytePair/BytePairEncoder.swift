internal import Synchronization

/// The encoder behind ``BytePairTokenizer``: what is read only, and memory to work in that calls take turns with.
final class BytePairEncoder: Sendable {
    enum Merges: Sendable {
        case ranks(RankMerges)
        case list(ListMerges)
    }

    /// What a call works in. Only the call that took it uses it.
    private final class Workspace: @unchecked Sendable {
        let cache = PieceCache()
        let merger = PieceMerger()
    }

    let index: TokenIndex
    let preTokenizer: PreTokenizer
    private let merges: Merges
    /// The workspace that no call uses; `nil` while one does. A call that finds none makes its own.
    private let idle = Mutex<Workspace?>(nil)

    init(index: TokenIndex, merges: Merges, preTokenizer: PreTokenizer) {
        self.index = index
        self.merges = merges
        self.preTokenizer = preTokenizer
    }

    /// Writes the tokens of `text`, well-formed UTF-8, to `output`, which has room for one a byte. Gives their number.
    func encode(_ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<TokenID>) -> Int {
        guard !text.isEmpty else { return 0 }
        let taken = idle.withLock { idle in
            defer { idle = nil }
            return idle
        }
        let workspace = taken ?? Workspace()
        defer {
            if !workspace.merger.isLarge { idle.withLock { $0 = workspace } }
        }
        switch preTokenizer {
        case .cl100k: return encode(text, to: output, Cl100kRule.self, workspace)
        case .o200k: return encode(text, to: output, O200kRule.self, workspace)
        case .smollm: return encode(text, to: output, SmolLMRule.self, workspace)
        case .gpt2: return encode(text, to: output, GPT2Rule.self, workspace)
        case .llama3: return encode(text, to: output, Llama3Rule.self, workspace)
        }
    }

    @inline(__always)
    private func encode<Piece: PieceRule>(
        _ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<TokenID>, _ piece: Piece.Type,
        _ workspace: Workspace
    ) -> Int {
        switch merges {
        case .ranks(let rule):
            encode(text, to: output, piece, rule, wholeFirst: true, workspace)
        case .list(let rule):
            encode(text, to: output, piece, rule, wholeFirst: preTokenizer.takesWholePieces, workspace)
        }
    }

    /// `wholeFirst`: a piece that is a token becomes that token, whatever the merges would make of it.
    private func encode<Piece: PieceRule, Rule: MergeRule>(
        _ text: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<TokenID>, _ piece: Piece.Type,
        _ rule: Rule, wholeFirst: Bool, _ workspace: Workspace
    ) -> Int {
        let reader = ClassReader(text)
        let cache = workspace.cache
        let merger = workspace.merger
        let ofByte = UnsafePointer(index.ofByte.base)
        var next = output
        var start = 0
        while start < text.count {
            let end = Piece.endOfPiece(from: start, in: reader)
            let length = end &- start
            let bytes = reader.base + start
            start = end
            // The last pieces are copied, so that whole words can be read beyond them.
            if end &+ PieceKey.readableLength > text.count {
                next += withPaddedCopy(of: bytes, length: length) {
                    tokens(of: $0, length, to: next, rule, wholeFirst, cache, merger, ofByte)
                }
            } else {
                next += tokens(of: bytes, length, to: next, rule, wholeFirst, cache, merger, ofByte)
            }
        }
        return next - output
    }

    @inline(__always)
    private func tokens<Rule: MergeRule>(
        of bytes: UnsafePointer<UInt8>, _ length: Int, to output: UnsafeMutablePointer<TokenID>, _ rule: Rule,
        _ wholeFirst: Bool, _ cache: PieceCache, _ merger: PieceMerger, _ ofByte: UnsafePointer<TokenID>
    ) -> Int {
        if length > PieceKey.maximumLength {
            if wholeFirst {
                let token = index.token(bytes, length: length)
                if token >= 0 {
                    output[0] = token
                    return 1
                }
            }
            return merger.merge(bytes, length: length, rule, ofByte: ofByte, output)
        }
        let key = PieceKey(bytes, length: length)
        if wholeFirst {
            let token = index.token(key)
            if token >= 0 {
                output[0] = token
                return 1
            }
        }
        let known = cache.find(key, output)
        if known >= 0 { return known }
        let count = merger.merge(bytes, length: length, rule, ofByte: ofByte, output)
        cache.store(key, output, count: count)
        return count
    }

    private func withPaddedCopy(of bytes: UnsafePointer<UInt8>, length: Int, _ body: (UnsafePointer<UInt8>) -> Int)
        -> Int
    {
        let capacity = length + PieceKey.readableLength
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { copy in
            copy.initialize(repeating: 0)
            copy.baseAddress!.update(from: bytes, count: length)
            return body(UnsafePointer(copy.baseAddress!))
        }
    }
}
