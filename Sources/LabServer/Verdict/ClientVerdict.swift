/// How a program behaved towards an API: what it did wrong, with evidence, and what it did well.
///
/// A pure value, computed from tries. A gap after `retry-after` counts for that field alone: coming back exactly when told to is
/// right, and says nothing on backoff or jitter.
public struct ClientVerdict: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable { case problem, note, good }

    public struct Finding: Hashable, Sendable {
        /// `ignored-retry-after`, `no-backoff`, …
        public var name: String
        public var severity: Severity
        /// What was found, with figures.
        public var text: String
        /// The exchanges that show it, at most ten.
        public var exchanges: [Int]
    }

    /// From which figures on something is called wrong.
    public struct Thresholds: Hashable, Sendable {
        /// Coming back so much too early is too early: seconds, for clocks and rounding.
        public var earliness = 0.05
        /// So many seconds on a silent connection are too many.
        public var patience = 60.0
        /// So many retries within a second are a storm.
        public var stormRate = 10
        /// So many tries of one call are too many.
        public var attempts = 10
        /// A wait of so many seconds need not grow any more.
        public var longWait = 5.0
        /// Retries so close that they did not wait at all: seconds.
        public var immediate = 0.05
        /// So many equal waits show that nothing is drawn at random.
        public var equalWaits = 5

        public init() {}
    }

    public let attempts: Int
    public let calls: Int
    public let findings: [Finding]

    public init(_ attempts: [ClientAttempt], thresholds: Thresholds = Thresholds()) {
        let calls = LogicalCall.group(attempts)
        self.attempts = attempts.count
        self.calls = calls.count
        let evidence = VerdictEvidence(attempts: attempts, calls: calls, thresholds: thresholds)
        findings = VerdictRules.all.compactMap { $0(evidence) }
    }

    public var problems: [Finding] { findings.filter { $0.severity == .problem } }

    /// Whether nothing is wrong.
    public var isClean: Bool { problems.isEmpty }
}

struct VerdictEvidence {
    var attempts: [ClientAttempt]
    var calls: [LogicalCall]
    var thresholds: ClientVerdict.Thresholds

    /// Tries that followed another of their call.
    var retries: [ClientAttempt] { calls.flatMap { $0.attempts.dropFirst() } }

    /// Waits that the program chose itself: those after an answer that did not say how long.
    func ownGaps(_ call: LogicalCall) -> [(after: ClientAttempt, next: ClientAttempt, seconds: Double)] {
        call.gaps.filter { $0.after.retryAfter == nil }
    }
}
