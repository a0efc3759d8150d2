/// Puts typed or pasted lines together to the entries they make up.
package struct LogicalLines {
    let needsMore: @Sendable (String) -> Bool
    let join: @Sendable (String, String) -> String
    /// What has been begun and needs more.
    package private(set) var unfinished: String?

    package init(needsMore: @escaping @Sendable (String) -> Bool, join: @escaping @Sendable (String, String) -> String)
    {
        self.needsMore = needsMore
        self.join = join
    }

    /// The entries that are complete with these lines. `text` holds no line end after its last line.
    package mutating func consume(_ text: String) -> [String] {
        var entries: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let entry = unfinished.map { join($0, line) } ?? line
            if needsMore(entry) {
                unfinished = entry
            } else {
                unfinished = nil
                entries.append(entry)
            }
        }
        return entries
    }

    package mutating func discard() { unfinished = nil }
}
