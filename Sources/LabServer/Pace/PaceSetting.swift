internal import Synchronization

/// The pace that the lab has been told.
final class PaceSetting: Sendable {
    private let state = Mutex(Pace())
    private let changed = Atomic(false)

    /// Whether it is another than as fast as possible. Costs one load.
    var isSet: Bool { changed.load(ordering: .relaxed) }

    var current: Pace { state.withLock { $0 } }

    func set(_ pace: Pace) {
        state.withLock { $0 = pace }
        changed.store(pace != Pace(), ordering: .relaxed)
    }
}
