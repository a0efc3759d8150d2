/// Lines typed before, oldest first: each once, where it was typed last, and not too many.
public struct LineHistory: Hashable, Sendable {
    public private(set) var entries: [String] = []
    public let limit: Int

    public init(limit: Int = 2000) { self.limit = max(1, limit) }

    /// The entries of `lines`, of which later ones hold over earlier ones.
    public init(_ lines: some Sequence<String>, limit: Int = 2000) {
        self.init(limit: limit)
        var seen: Set<String> = []
        entries = Array(lines).reversed().filter { seen.insert($0).inserted }.prefix(self.limit).reversed()
    }

    /// Adds a line as the newest, in place of an older one that is the same.
    ///
    /// - Returns: whether only an entry was added: none moved, and none fell out.
    @discardableResult
    public mutating func add(_ line: String) -> Bool {
        if entries.last == line { return false }
        let count = entries.count
        entries.removeAll { $0 == line }
        entries.append(line)
        if entries.count > limit { entries.removeFirst(entries.count - limit) }
        return entries.count == count + 1
    }
}
