internal import Synchronization
internal import Tokenization

/// Keys and values of texts, for the next text that begins alike: of texts that are no longer written, which are kept for it,
/// and of those that are being written, which are copied from.
///
/// A conversation goes on where it was, and a common system message is read once. Because a token's result does not
/// depend on how it was computed, nobody can see from an answer whether this helped.
final class CacheShelf: Sendable {
    private struct Open {
        weak var cache: KVCache?
    }

    private struct State {
        /// The most recently used last.
        var kept: [KVCache] = []
        var open: [Open] = []
    }

    /// The most texts, and the most positions of all of them together, that memory is kept for.
    private static let (textLimit, positionLimit) = (16, 8192)
    private let state = Mutex(State())

    /// A text to write on: the longest beginning of `tokens` that another text has, or an empty one from `make`.
    ///
    /// At most `tokens.count - 1` positions are given: the last token has to be computed for its logits. To be called while
    /// no pass runs, since texts that are being written are read.
    func open(for tokens: [TokenID], make: () throws -> KVCache) throws -> KVCache {
        try state.withLock { state in
            state.open.removeAll { $0.cache == nil }
            var best: (cache: KVCache, place: Int?, length: Int)?
            func consider(_ cache: KVCache, place: Int?) {
                let length = min(Self.commonPrefix(cache.tokens, tokens), tokens.count - 1)
                if length > best?.length ?? 0 { best = (cache, place, length) }
            }
            for (place, cache) in state.kept.enumerated() { consider(cache, place: place) }
            for open in state.open { if let cache = open.cache { consider(cache, place: nil) } }
            let opened: KVCache
            if let best {
                opened = try Self.take(best, from: &state)
            } else {
                opened = try make()
            }
            state.open.append(Open(cache: opened))
            return opened
        }
    }

    /// A text that was kept and of which most is wanted is taken; of others, which others may want too, a copy.
    private static func take(
        _ best: (cache: KVCache, place: Int?, length: Int), from state: inout State
    ) throws -> KVCache {
        if let place = best.place {
            state.kept.remove(at: place)
            if best.length * 2 >= best.cache.count {
                best.cache.truncate(to: best.length)
                return best.cache
            }
            state.kept.append(best.cache)
        }
        return try best.cache.copy(upTo: best.length)
    }

    /// Takes back a text that is no longer written.
    func put(_ cache: KVCache) {
        state.withLock { state in
            state.open.removeAll { $0.cache === cache || $0.cache == nil }
            guard cache.count > 0 else { return }
            state.kept.append(cache)
            while state.kept.count > Self.textLimit
                || state.kept.count > 1 && state.kept.reduce(0, { $0 + $1.count }) > Self.positionLimit
            {
                state.kept.removeFirst()
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
