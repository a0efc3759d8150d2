internal import Synchronization

/// What became of a request on its way in, for the header of its answer.
final class Ticket: Sendable {
    private let state = Mutex<[(String, String)]>([])

    /// Names and values of the field lines that the answer is to carry.
    var fieldLines: [(String, String)] { state.withLock { $0 } }
}
