/// A request that a program meant once, with all its tries.
public struct LogicalCall: Hashable, Sendable {
    public internal(set) var attempts: [ClientAttempt]

    /// From the end of a try to the beginning of the next, in seconds.
    public var gaps: [(after: ClientAttempt, next: ClientAttempt, seconds: Double)] {
        zip(attempts, attempts.dropFirst()).map { ($0, $1, max(0, $1.beganAt - $0.endedAt)) }
    }

    /// Whether the first try after a failure can be told from a new request: a call goes on while it fails.
    var goesOn: Bool { attempts.last.map { !$0.isSuccess && !$0.isOpen } ?? false }

    /// Groups tries: the same method, path and body (or idempotency key), one after the other, each after a failure.
    ///
    /// Programs that make the same call side by side are kept apart by the count that the official SDKs send, and then by
    /// time: the call whose last try ended first goes on first, on its own connection if it can.
    public static func group(_ attempts: [ClientAttempt]) -> [LogicalCall] {
        var calls: [LogicalCall] = []
        var open: [Key: [Int]] = [:]
        for attempt in attempts.sorted(by: { ($0.beganAt, $0.number) < ($1.beganAt, $1.number) }) {
            let key = Key(attempt)
            let candidates = (open[key] ?? []).filter { index in
                guard let last = calls[index].attempts.last, calls[index].goesOn, last.endedAt <= attempt.beganAt else {
                    return false
                }
                guard let count = attempt.retryCount else { return last.retryCount == nil }
                return count > 0 && last.retryCount == count - 1
            }
            let chosen =
                candidates.first { calls[$0].attempts.last?.connection == attempt.connection }
                ?? candidates.min { calls[$0].attempts.last?.endedAt ?? 0 < calls[$1].attempts.last?.endedAt ?? 0 }
            if let chosen {
                calls[chosen].attempts.append(attempt)
            } else {
                calls.append(LogicalCall(attempts: [attempt]))
                open[key, default: []].append(calls.count - 1)
            }
            open[key]?.removeAll { !calls[$0].goesOn && !(calls[$0].attempts.last?.isOpen ?? false) }
        }
        return calls
    }

    private struct Key: Hashable {
        var method: String
        var path: String
        var body: Int
        var idempotencyKey: String?

        init(_ attempt: ClientAttempt) {
            (method, path) = (attempt.method, attempt.path)
            idempotencyKey = attempt.idempotencyKey
            body = attempt.idempotencyKey == nil ? attempt.bodyHash : 0
        }
    }
}
