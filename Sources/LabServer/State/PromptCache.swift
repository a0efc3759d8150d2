internal import ModelAPI
internal import Synchronization

/// Which beginnings of prompts a provider would have kept, and until when: what the cache's counts in the usage come from.
///
/// A mark writes an entry of everything before it; a later request whose prompt begins in the same way reads the longest entry
/// that is at most 20 blocks before one of its marks. Reading renews an entry's time. Source: the documentation of prompt
/// caching.
final class PromptCache: Sendable {
    /// A beginning of a prompt, by two hashes of everything in it.
    struct Prefix: Hashable, Sendable {
        var first: Int
        var second: Int

        init(_ seed: String) {
            self.init(first: 0, second: 1, adding: seed)
        }

        /// The same with one thing more.
        func adding(_ part: some Hashable) -> Prefix { Prefix(first: first, second: second, adding: part) }

        private init(first: Int, second: Int, adding part: some Hashable) {
            var hashers = (Hasher(), Hasher())
            hashers.0.combine(first)
            hashers.0.combine(part)
            hashers.1.combine(part)
            hashers.1.combine(second)
            self.first = hashers.0.finalize()
            self.second = hashers.1.finalize()
        }
    }

    /// A mark of a request: after which block, and how many tokens come before it.
    struct Mark: Sendable {
        var block: Int
        var timeToLive: CacheControl.TimeToLive
        var tokens: Int
    }

    /// What became of a prompt's tokens.
    struct Use: Hashable, Sendable {
        var read = 0
        var created: [CacheControl.TimeToLive: Int] = [:]
    }

    private struct Entry {
        var tokens: Int
        var timeToLive: CacheControl.TimeToLive
        var expires: Int
    }

    private static let lookBack = 20
    private static let capacity = 10_000

    private let entries = Mutex<[Prefix: Entry]>([:])

    /// Reads and writes the cache for one request.
    ///
    /// - Parameters:
    ///   - prefixes: the prompt up to and including each of its blocks.
    ///   - marks: in order.
    ///   - minimum: shorter beginnings are not kept.
    ///   - now: in seconds.
    func use(_ prefixes: [Prefix], marks: [Mark], minimum: Int, now: Int) -> Use {
        entries.withLock { entries in
            var use = Use()
            var hit = -1
            for mark in marks.reversed() where hit < 0 || mark.block > hit {
                let oldest = max(0, mark.block - Self.lookBack + 1)
                guard oldest <= mark.block else { continue }
                let found = (oldest...mark.block).last { entries[prefixes[$0]].map { $0.expires > now } ?? false }
                if let found { hit = max(hit, found) }
            }
            if hit >= 0, var entry = entries[prefixes[hit]] {
                use.read = entry.tokens
                entry.expires = now + entry.timeToLive.seconds
                entries[prefixes[hit]] = entry
            }
            var covered = use.read
            for mark in marks where mark.block > hit && mark.tokens >= minimum && mark.tokens > covered {
                use.created[mark.timeToLive, default: 0] += mark.tokens - covered
                covered = mark.tokens
                entries[prefixes[mark.block]] = Entry(
                    tokens: mark.tokens, timeToLive: mark.timeToLive, expires: now + mark.timeToLive.seconds)
            }
            if entries.count > Self.capacity { Self.trim(&entries, now: now) }
            return use
        }
    }

    private static func trim(_ entries: inout [Prefix: Entry], now: Int) {
        entries = entries.filter { $0.value.expires > now }
        guard entries.count > capacity else { return }
        let kept = entries.sorted { $0.value.expires > $1.value.expires }.prefix(capacity / 2)
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
