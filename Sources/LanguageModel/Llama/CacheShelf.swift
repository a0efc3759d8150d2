internal import Synchronization
internal import Tokenization

/// Keys and values of texts that are no longer written, kept for the next text that begins alike.
///
/// A conversation goes on where it was, and a common system message is read once. Because a token's result does not
/// depend on how it was computed, nobody can see from an answer whether this helped.
final class CacheShelf: Sendable {
    /// The most texts, and the most positions of all of them together, that memory is kept for.
    private static let (textLimit, positionLimit) = (4, 8192)
    /// The most recently used last.
    private let kept: Mutex<[KVCache]> = Mutex([])

    /// The text with the longest beginning in common with `tokens`, cut to that beginning; `nil` if it is empty.
    ///
    /// At most `tokens.count - 1` positions are given: the last token has to be computed for its logits.
    func take(for tokens: [TokenID]) -> KVCache? {
        kept.withLock { kept in
            var best: (index: Int, length: Int)?
            for (index, cache) in kept.enumerated() {
                let length = min(Self.commonPrefix(cache.tokens, tokens), tokens.count - 1)
                if length > best?.length ?? 0 { best = (index, length) }
            }
            guard let best else { return nil }
            let cache = kept.remove(at: best.index)
            cache.truncate(to: best.length)
            return cache
        }
    }

    func put(_ cache: KVCache) {
        guard cache.count > 0 else { return }
        kept.withLock { kept in
            kept.append(cache)
            while kept.count > Self.textLimit
                || kept.count > 1 && kept.reduce(0, { $0 + $1.count }) > Self.positionLimit
            {
                kept.removeFirst()
            }
        }
    }

    private static func commonPrefix(_ a: [TokenID], _ b: [TokenID]) -> Int {
        var length = 0
        let limit = min(a.count, b.count)
        while length < limit, a[length] == b[length] { length += 1 }
        return length
    }
}
