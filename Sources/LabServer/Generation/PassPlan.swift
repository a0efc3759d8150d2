/// How many tokens of each text a common pass takes.
///
/// Every text that writes has one token in every pass, as long as there is room. Prompts get what would about double the time
/// of the pass, so a long prompt slows the others down and never stops them; without writers they get all that is useful. Of
/// prompts the oldest has half of it, so that it is read in time, and the shortest come next, so that they need not wait for it.
package struct PassPlan {
    /// How many tokens a pass takes at most.
    package var limit: Int
    /// The most tokens of prompts beside writers that are few, and in a pass without writers.
    package var chunk = 32
    package var largestChunk = 256

    package init(limit: Int) { self.limit = limit }

    /// For each text, in the order in which they came, how many of its unread tokens are taken; 0 for none.
    ///
    /// - Parameter turn: which writer comes first when there are more than the pass takes.
    package func counts(unread: [Int], turn: Int = 0) -> [Int] {
        var counts = [Int](repeating: 0, count: unread.count)
        let writers = unread.indices.filter { unread[$0] == 1 }
        let readers = unread.indices.filter { unread[$0] > 1 }
        let room = readers.isEmpty ? limit : max(1, limit - min(chunk, limit / 2))
        for place in writers.indices.prefix(room) { counts[writers[(place + turn) % writers.count]] = 1 }
        let written = min(writers.count, room)
        var left = min(limit - written, writers.isEmpty ? largestChunk : min(largestChunk, max(chunk, written)))
        func take(_ reader: Int, upTo most: Int) {
            let count = min(unread[reader] - counts[reader], most, left)
            counts[reader] += count
            left -= count
        }
        guard let oldest = readers.first else { return counts }
        take(oldest, upTo: (left + 1) / 2)
        for reader in readers.dropFirst().sorted(by: { (unread[$0], $0) < (unread[$1], $1) }) {
            take(reader, upTo: left)
        }
        take(oldest, upTo: left)
        return counts
    }
}
