internal import OrderedCollections
internal import Synchronization

/// What organisations keep in the lab while it runs: each sees its own, in the order in which it was made.
final class Shelf<Item: Sendable>: Sendable {
    private struct Entry {
        var owner: String
        var item: Item
    }

    private let entries = Mutex<OrderedDictionary<String, Entry>>([:])

    func add(_ item: Item, id: String, owner: String) {
        entries.withLock { $0[id] = Entry(owner: owner, item: item) }
    }

    func item(_ id: String, owner: String) -> Item? {
        entries.withLock { entries in
            guard let entry = entries[id], entry.owner == owner else { return nil }
            return entry.item
        }
    }

    /// Changes an item where it lies; `nil` if it is gone.
    @discardableResult
    func update<Result: Sendable>(_ id: String, _ change: (inout Item) -> Result) -> Result? {
        entries.withLock { entries in
            guard var entry = entries[id] else { return nil }
            let result = change(&entry.item)
            entries[id] = entry
            return result
        }
    }

    @discardableResult
    func remove(_ id: String, owner: String) -> Item? {
        entries.withLock { entries in
            guard entries[id]?.owner == owner else { return nil }
            return entries.removeValue(forKey: id)?.item
        }
    }

    /// Oldest first.
    func items(of owner: String) -> [(id: String, item: Item)] {
        entries.withLock { $0.filter { $0.value.owner == owner }.map { ($0.key, $0.value.item) } }
    }

    /// How many there are of an owner's for which `isCounted` holds.
    func count(of owner: String, where isCounted: (Item) -> Bool = { _ in true }) -> Int {
        entries.withLock { entries in
            entries.values.reduce(0) { $0 + ($1.owner == owner && isCounted($1.item) ? 1 : 0) }
        }
    }
}
