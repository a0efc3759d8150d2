internal import ModelAPI
internal import Synchronization

/// The day on which the lab lives, and what the providers' APIs accept on it.
final class LabCalendar: Sendable {
    private let state: Mutex<APIFacts>

    init(facts: APIFacts) { state = Mutex(facts) }

    var facts: APIFacts { state.withLock { $0 } }
}
