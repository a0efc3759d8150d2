import LabServer
import TestSupport
import Testing

/// Programs in virtual time: what they did, and what the verdict says of it.
@Suite struct ClientVerdictTests {
    /// A call whose tries got `statuses`, with waits between them; each try takes 0.1 s.
    private func call(
        _ statuses: [Int], waits: [Double], at start: Double = 0, body: Int = 1, first: Int = 1,
        _ change: (Int, inout ClientAttempt) -> Void = { _, _ in }
    ) -> [ClientAttempt] {
        var attempts: [ClientAttempt] = []
        var now = start
        for (index, status) in statuses.enumerated() {
            if index > 0 { now += waits[index - 1] }
            var attempt = ClientAttempt(number: first + index, beganAt: now, endedAt: now + 0.1, status: status)
            now += 0.1
            attempt.bodyHash = body
            change(index, &attempt)
            attempts.append(attempt)
        }
        return attempts
    }

    private func names(_ attempts: [ClientAttempt]) -> Set<String> {
        Set(ClientVerdict(attempts).problems.map(\.name))
    }

    @Test func backoffWithJitterIsClean() {
        let attempts = call([500, 503, 200], waits: [0.46, 0.83])
        let verdict = ClientVerdict(attempts)
        #expect(verdict.isClean && verdict.calls == 1)
        #expect(verdict.findings.map(\.name).contains("backed-off"))
        #expect(verdict.findings.map(\.name).contains("recovered"))
    }

    /// The official SDKs wait `min(0.5 · 2ⁿ, 8)` seconds, less up to a quarter of it: no draw of theirs may look wrong.
    @Test func officialBackoffIsCleanWhateverItDraws() {
        var random = TestRandom(seed: 17)
        for _ in 0..<500 {
            var attempts: [ClientAttempt] = []
            for number in 0..<6 {
                let waits = (0..<4).map { min(0.5 * Double(1 << $0), 8) * Double.random(in: 0.75...1, using: &random) }
                attempts += call(
                    [500, 500, 500, 500, 200], waits: waits, at: Double(number) * 100, body: number,
                    first: number * 10 + 1
                ) { index, attempt in attempt.retryCount = index }
            }
            #expect(names(attempts) == [])
        }
    }

    @Test func comingBackWhenToldIsGood() {
        let attempts = call([429, 200], waits: [2.001]) { index, attempt in if index == 0 { attempt.retryAfter = 2 } }
        let verdict = ClientVerdict(attempts)
        #expect(verdict.isClean)
        #expect(verdict.findings.map(\.name) == ["honoured-retry-after", "recovered"])
    }

    @Test func comingBackEarlierIsNot() throws {
        let attempts = call([429, 429, 200], waits: [0.5, 1.99]) { index, attempt in
            if index < 2 { attempt.retryAfter = 2 }
        }
        let verdict = ClientVerdict(attempts)
        let finding = try #require(verdict.problems.first)
        #expect(verdict.problems.count == 1 && finding.name == "ignored-retry-after" && finding.exchanges == [2])
        #expect(finding.text.contains("500 ms") && finding.text.contains("2.0 s"))
    }

    @Test(arguments: [400, 401, 403, 404, 413, 422])
    func tryingTheHopelessAgainIsAProblem(_ status: Int) {
        #expect(names(call([status, status], waits: [1])) == ["retried-hopeless"])
        #expect(names(call([status], waits: [])) == [])
        let told = call([status, 200], waits: [1]) { index, attempt in if index == 0 { attempt.shouldRetry = true } }
        #expect(names(told) == [])
    }

    @Test func quotaIsHopelessAndRateLimitIsNot() {
        let quota = call([429, 429, 429], waits: [0.4, 0.9]) { _, attempt in attempt.errorCode = "insufficient_quota" }
        #expect(names(quota) == ["retried-hopeless"])
        let rate = call([429, 429, 200], waits: [0.4, 0.9]) { _, attempt in attempt.errorCode = "rate_limit_exceeded" }
        #expect(names(rate) == [])
    }

    @Test func constantWaitsAreNoBackoff() {
        #expect(names(call([500, 500, 500, 200], waits: [1, 1.1, 0.9])) == ["no-backoff"])
        #expect(names(call([500, 500, 500, 200], waits: [0.001, 0.002, 0.004])) == ["no-backoff"])
        // Long waits need not grow.
        #expect(names(call([500, 500, 500, 200], waits: [8, 7, 8.5])) == [])
    }

    @Test func equalWaitsOfManyCallsHaveNoJitter() {
        let calls = (0..<5).flatMap {
            call([500, 200], waits: [1.001 + Double($0) * 0.001], at: Double($0) * 0.01, body: $0, first: $0 * 10 + 1)
        }
        #expect(names(calls) == ["no-jitter"])
        let jittered = [0.6, 0.9, 0.75, 0.81, 0.66].enumerated().flatMap { index, wait in
            call([500, 200], waits: [wait], at: Double(index), body: index, first: index * 10 + 1)
        }
        #expect(names(jittered) == [])
    }

    @Test func doublingToAHairHasNoJitter() {
        #expect(names(call([500, 500, 500, 500, 500, 200], waits: [0.5, 1, 2, 4, 8])) == ["no-jitter"])
    }

    @Test func stormAndEndlessTries() {
        let storm = call(Array(repeating: 500, count: 12), waits: Array(repeating: 0.001, count: 11)) {
            index, attempt in
            attempt.beganAt = Double(index) * 0.02
            attempt.endedAt = attempt.beganAt + 0.01
        }
        #expect(names(storm) == ["retry-storm", "too-many-attempts", "no-backoff"])
    }

    @Test func silenceIsMeasuredAgainstPatience() {
        var attempt = ClientAttempt(number: 1, beganAt: 0, endedAt: 90, status: 200)
        (attempt.isStream, attempt.isComplete, attempt.isAbandoned, attempt.silence) = (true, false, true, 80)
        #expect(names([attempt]) == ["no-timeout"])
        attempt.silence = 20
        // Leaving a silent stream is what a timeout is for.
        #expect(ClientVerdict([attempt]).findings.isEmpty)
        attempt.silence = 0.1
        #expect(ClientVerdict([attempt]).findings.map(\.name) == ["unread-streams"])
    }

    @Test func leakedKeyIsTold() {
        let leak = call([200], waits: []) { _, attempt in attempt.leakedKeyIn = "the URL" }
        #expect(names(leak) == ["leaked-key"])
    }

    @Test func equalBodiesThatSucceedAreCallsOfTheirOwn() {
        let attempts = (0..<4).flatMap { call([200], waits: [], at: Double($0), first: $0 + 1) }
        #expect(LogicalCall.group(attempts).count == 4)
    }

    @Test func countOfTheSDKsKeepsCallsApart() {
        // Two programs with the same body, side by side.
        var attempts: [ClientAttempt] = []
        for index in 0..<2 {
            attempts += call([500, 500, 200], waits: [0.4 + Double(index) * 0.05, 0.9], first: index * 3 + 1) {
                $1.retryCount = $0
                $1.connection = index + 1
            }
        }
        let calls = LogicalCall.group(attempts)
        #expect(calls.count == 2 && calls.allSatisfy { $0.attempts.count == 3 })
        #expect(calls.allSatisfy { Set($0.attempts.map(\.connection)).count == 1 })
    }

    @Test func ignoringShouldRetryIsTold() {
        let attempts = call([500, 200], waits: [1]) { index, attempt in if index == 0 { attempt.shouldRetry = false } }
        #expect(names(attempts) == ["ignored-x-should-retry"])
    }
}
