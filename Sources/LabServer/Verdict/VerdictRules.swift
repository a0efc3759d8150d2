/// What a verdict looks for, each rule by itself.
enum VerdictRules {
    typealias Rule = @Sendable (VerdictEvidence) -> ClientVerdict.Finding?

    static let all: [Rule] = [
        ignoredRetryAfter, ignoredShouldRetry, retriedHopeless, noBackoff, noJitter, retryStorm, tooManyAttempts,
        noTimeout, leakedKey, unreadStreams, newConnections, noIdempotencyKey, honouredRetryAfter, backedOff, recovered,
    ]

    private static func finding(
        _ name: String, _ severity: ClientVerdict.Severity, _ exchanges: [Int], _ text: String
    ) -> ClientVerdict.Finding? {
        exchanges.isEmpty
            ? nil : .init(name: name, severity: severity, text: text, exchanges: Array(exchanges.prefix(10)))
    }

    static func seconds(_ value: Double) -> String {
        value < 1 ? "\(Int((value * 1000).rounded())) ms" : "\((value * 100).rounded() / 100) s"
    }

    private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

    // MARK: What the answer said

    private static let ignoredRetryAfter: Rule = { evidence in
        let early = evidence.calls.flatMap(\.gaps).filter { gap in
            gap.after.retryAfter.map { gap.seconds < $0 - evidence.thresholds.earliness } ?? false
        }
        guard
            let worst = early.max(by: {
                ($0.after.retryAfter ?? 0) - $0.seconds < ($1.after.retryAfter ?? 0) - $1.seconds
            })
        else { return nil }
        return finding(
            "ignored-retry-after", .problem, early.map(\.next.number),
            "It came back before retry-after was over, \(times(early.count)); at worst after \(seconds(worst.seconds)) where "
                + "\(seconds(worst.after.retryAfter ?? 0)) was asked.")
    }

    private static let ignoredShouldRetry: Rule = { evidence in
        let retried = evidence.calls.flatMap(\.gaps).filter { $0.after.shouldRetry == false }
        return finding(
            "ignored-x-should-retry", .problem, retried.map(\.next.number),
            "It tried again, \(times(retried.count)), although the answer said x-should-retry: false.")
    }

    /// Statuses that the same request gets again.
    private static let hopeless: Set<Int> = [400, 401, 402, 403, 404, 405, 413, 415, 422, 431]

    private static let retriedHopeless: Rule = { evidence in
        let retried = evidence.calls.flatMap(\.gaps).filter { gap in
            guard gap.after.shouldRetry != true, let status = gap.after.status else { return false }
            return hopeless.contains(status) || gap.after.errorCode == "insufficient_quota"
        }
        let reasons = Set(
            retried.map {
                $0.after.errorCode == "insufficient_quota" ? "insufficient_quota" : "\($0.after.status ?? 0)"
            })
        return finding(
            "retried-hopeless", .problem, retried.map(\.next.number),
            "It tried again, \(times(retried.count)), after \(reasons.sorted().joined(separator: ", ")), where the same request "
                + "gets the same answer.")
    }

    // MARK: How it waited

    private static let noBackoff: Rule = { evidence in
        var found: [Int] = []
        var example: [Double] = []
        for call in evidence.calls {
            let gaps = evidence.ownGaps(call)
            let waits = gaps.map(\.seconds)
            guard waits.count >= 2, let first = waits.first, let last = waits.last else { continue }
            let isImmediate = waits.allSatisfy { $0 < evidence.thresholds.immediate }
            guard isImmediate || last < evidence.thresholds.longWait && last < first * 1.25 else { continue }
            found += gaps.map(\.next.number)
            if waits.count > example.count { example = waits }
        }
        return finding(
            "no-backoff", .problem, found,
            "Its waits between tries did not grow: \(example.prefix(6).map(seconds).joined(separator: ", ")).")
    }

    /// Waits at the same place of several calls, or within one call each twice the one before, to a hair: nothing is drawn.
    private static let noJitter: Rule = { evidence in
        var byPlace: [Int: [(number: Int, seconds: Double)]] = [:]
        for call in evidence.calls {
            for (place, gap) in call.gaps.enumerated() where gap.after.retryAfter == nil {
                byPlace[place, default: []].append((gap.next.number, gap.seconds))
            }
        }
        for (_, waits) in byPlace.sorted(by: { $0.key < $1.key }) {
            guard waits.count >= evidence.thresholds.equalWaits, let least = waits.map(\.seconds).min(),
                let most = waits.map(\.seconds).max(), least >= evidence.thresholds.immediate,
                most - least <= max(0.006, least * 0.006)
            else { continue }
            return finding(
                "no-jitter", .problem, waits.map(\.number),
                "\(waits.count) waits were the same, \(seconds(least)) to \(seconds(most)): programs that fail together come back "
                    + "together.")
        }
        for call in evidence.calls {
            let gaps = evidence.ownGaps(call)
            let waits = gaps.map(\.seconds)
            guard waits.count >= evidence.thresholds.equalWaits,
                waits.allSatisfy({ $0 >= evidence.thresholds.immediate })
            else { continue }
            let ratios = zip(waits.dropFirst(), waits).map { $0 / $1 }
            guard let least = ratios.min(), let most = ratios.max(), most - least <= least * 0.03 else { continue }
            return finding(
                "no-jitter", .problem, gaps.map(\.next.number),
                "Its waits follow a rule to a hair (\(waits.prefix(6).map(seconds).joined(separator: ", "))): programs that fail "
                    + "together come back together.")
        }
        return nil
    }

    private static let retryStorm: Rule = { evidence in
        let retries = evidence.retries.sorted { $0.beganAt < $1.beganAt }
        var start = 0
        var worst: ArraySlice<ClientAttempt> = []
        for end in retries.indices {
            while retries[end].beganAt - retries[start].beganAt > 1 { start += 1 }
            if end - start + 1 > worst.count { worst = retries[start...end] }
        }
        guard worst.count >= evidence.thresholds.stormRate else { return nil }
        return finding(
            "retry-storm", .problem, worst.map(\.number), "It made \(worst.count) retries within a second.")
    }

    private static let tooManyAttempts: Rule = { evidence in
        let found = evidence.calls.filter { $0.attempts.count > evidence.thresholds.attempts }
        let most = found.map(\.attempts.count).max() ?? 0
        return finding(
            "too-many-attempts", .problem, found.compactMap { $0.attempts.last?.number },
            "It tried one call \(most) times.")
    }

    private static let noTimeout: Rule = { evidence in
        let waited = evidence.attempts.filter { $0.silence > evidence.thresholds.patience }
        let longest = waited.map(\.silence).max() ?? 0
        return finding(
            "no-timeout", .problem, waited.map(\.number),
            "It waited \(seconds(longest)) on a connection that said nothing (more than \(seconds(evidence.thresholds.patience)))."
        )
    }

    // MARK: What it sent, and what it left

    private static let leakedKey: Rule = { evidence in
        let leaks = evidence.attempts.filter { $0.leakedKeyIn != nil }
        let places = Set(leaks.compactMap(\.leakedKeyIn)).sorted().joined(separator: " and ")
        return finding(
            "leaked-key", .problem, leaks.map(\.number),
            "A key stood in \(places), \(times(leaks.count)). A key belongs in its header field only: URLs and bodies are logged."
        )
    }

    private static let unreadStreams: Rule = { evidence in
        // Leaving a silent stream is what a timeout is for.
        let left = evidence.attempts.filter {
            $0.isStream && $0.isAbandoned && $0.silence < 1 && !$0.isOpen
        }
        return finding(
            "unread-streams", .note, left.map(\.number),
            "It left \(left.count == 1 ? "a stream" : "\(left.count) streams") before the end. What was written is paid for."
        )
    }

    private static let newConnections: Rule = { evidence in
        let connections = Dictionary(grouping: evidence.attempts, by: \.connection)
        guard evidence.attempts.count >= 10, connections.count * 10 > evidence.attempts.count * 9 else { return nil }
        // Those that overlap need connections of their own.
        let sorted = evidence.attempts.sorted { $0.beganAt < $1.beganAt }
        let apart = zip(sorted, sorted.dropFirst()).filter {
            $0.endedAt <= $1.beganAt && $0.connection != $1.connection
        }
        guard apart.count * 2 > sorted.count else { return nil }
        return finding(
            "new-connections", .note, apart.map(\.1.number),
            "It opened \(connections.count) connections for \(evidence.attempts.count) requests. Keeping one open saves the "
                + "handshakes.")
    }

    private static let noIdempotencyKey: Rule = { evidence in
        let found = evidence.calls.flatMap(\.gaps).filter {
            $0.next.method == "POST" && $0.next.idempotencyKey == nil && ($0.after.status ?? 500) >= 500
        }
        return finding(
            "no-idempotency-key", .note, found.map(\.next.number),
            "It repeated a POST, \(times(found.count)), of which it could not know whether it had been done, without an "
                + "Idempotency-Key.")
    }

    // MARK: What it did well

    private static let honouredRetryAfter: Rule = { evidence in
        let kept = evidence.calls.flatMap(\.gaps).filter { gap in
            gap.after.retryAfter.map { gap.seconds >= $0 - evidence.thresholds.earliness } ?? false
        }
        return finding(
            "honoured-retry-after", .good, kept.map(\.next.number),
            "It waited as retry-after asked, \(times(kept.count)).")
    }

    private static let backedOff: Rule = { evidence in
        let found = evidence.calls.filter { call in
            let waits = evidence.ownGaps(call).map(\.seconds)
            return waits.count >= 2 && (waits.last ?? 0) >= (waits.first ?? 0) * 1.25
                && (waits.first ?? 0) >= evidence.thresholds.immediate
        }
        return finding(
            "backed-off", .good, found.compactMap { $0.attempts.last?.number },
            "It waited longer from try to try, in \(found.count == 1 ? "one call" : "\(found.count) calls").")
    }

    private static let recovered: Rule = { evidence in
        let found = evidence.calls.filter { $0.attempts.count > 1 && $0.attempts.last?.isSuccess == true }
        return finding(
            "recovered", .good, found.compactMap { $0.attempts.last?.number },
            "It got through failures, in \(found.count == 1 ? "one call" : "\(found.count) calls").")
    }
}
