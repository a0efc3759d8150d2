internal import LanguageModel
internal import Synchronization

/// The shapes that texts were asked to have lately, for each model that writes.
final class ConstraintShelves: Sendable {
    /// Tuned models have vocabularies of their own; those used lately are kept.
    private static let capacity = 4
    private let shelves: Mutex<[(model: String, shelf: ConstraintShelf)]> = Mutex([])

    func shelf(for model: any LanguageModel) -> ConstraintShelf {
        shelves.withLock { shelves in
            let place = shelves.firstIndex { $0.model == model.id }
            let entry: (model: String, shelf: ConstraintShelf) =
                place.map { shelves.remove(at: $0) } ?? (model.id, ConstraintShelf(model.tokenizer))
            shelves.append(entry)
            if shelves.count > Self.capacity { shelves.removeFirst() }
            return entry.shelf
        }
    }
}
