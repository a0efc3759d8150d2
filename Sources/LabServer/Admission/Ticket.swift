internal import ModelAPI
internal import Synchronization

/// What a request has taken from the limits, from its key to the last byte of its answer.
///
/// Endpoints need not know of it: naming a model (``Lab/model(_:for:)``) takes the request, ``Lab/prepare(_:for:)`` the tokens,
/// the answer's own `usage` settles them, and the end of the answer, however it comes, frees the place.
final class Ticket: Sendable {
    private struct State {
        var limiter: Limiter?
        var caller: Caller?
        var now: (@Sendable () -> Int)?
        /// The day for which the request is answered, `2024-06-01`.
        var day = ""
        var group = Limiter.noModel
        var model = ""
        /// What tokens were taken, and are settled in the end.
        var taken = LimitClaim()
        var hasPlace = false
        var isAdmitted = false
        /// Lines that only this answer has.
        var ownLines: [(String, String)] = []
    }

    private let state = Mutex(State())

    deinit { close() }

    /// From now on the request counts for `caller`. A request without a ticket that is open, as the lab makes for a batch,
    /// counts for nobody.
    func open(_ limiter: Limiter, for caller: Caller, day: String, now: @escaping @Sendable () -> Int) {
        state.withLock { state in
            state.limiter = limiter
            state.caller = caller
            state.now = now
            state.day = day
        }
    }

    /// Adds a line to the answer's head.
    func addLine(_ name: String, _ value: String) { state.withLock { $0.ownLines.append((name, value)) } }

    // MARK: Requests

    /// Takes one request, for a model or for none. Once a request is taken, naming another model takes nothing more.
    func admit(model: String?) throws(APIError) {
        guard let (limiter, caller) = holder(), !state.withLock({ $0.isAdmitted }) else { return }
        let group = limiter.group(of: model, caller.provider)
        state.withLock { state in
            state.group = group
            state.model = model ?? ""
        }
        if model != nil, limiter.isExhausted(caller.organization) { throw Billing.exhausted(caller.provider) }
        try take(LimitClaim(requests: 1), limiter, caller, group)
        state.withLock { state in
            state.isAdmitted = true
            state.hasPlace = true
        }
    }

    // MARK: Tokens

    /// Takes the tokens that the provider reserves for a request.
    ///
    /// - OpenAI: the larger of `max_tokens` and an estimate by the prompt's characters, four to a token; "your rate limit is
    ///   calculated as the maximum of max_tokens and the estimated number of tokens based on the character count of your
    ///   request".
    /// - Anthropic: the input; and of the output `max_tokens`, since 2026 nothing.
    ///
    /// - Parameters:
    ///   - characters: the prompt's length; `nil` if it was given as tokens.
    ///   - maxTokens: what the client allows for all choices together; 0 if it says nothing.
    func reserve(promptTokens: Int, characters: Int?, maxTokens: Int) throws(APIError) {
        guard let (limiter, caller) = holder() else { return }
        let (group, previous) = state.withLock { ($0.group, $0.taken) }
        guard previous == LimitClaim() else { return }
        var claim = LimitClaim()
        switch caller.provider {
        case .openai:
            let estimate = characters.map { ($0 + 3) / 4 } ?? promptTokens
            claim.tokens = max(maxTokens, estimate, 1)
        case .anthropic:
            claim.input = promptTokens
            claim.output = Self.countsOutputAsProduced(on: state.withLock { $0.day }) ? 0 : maxTokens
            claim.tokens = claim.input + claim.output
        }
        try take(claim, limiter, caller, group, needsOutput: caller.provider == .anthropic)
        state.withLock { $0.taken = claim }
    }

    /// Whether Anthropic counts output as it is produced, or reserves `max_tokens` for it.
    ///
    /// The provider's documentation of 2025 has "estimated based on `max_tokens` at the beginning of each request"; that of
    /// 2026 has "`max_tokens` does not factor into OTPM rate limit calculations".
    private static func countsOutputAsProduced(on day: String) -> Bool { day >= "2026-01-01" }

    /// Counts output as it is produced: `total` tokens so far. It never takes less than was reserved.
    func produced(_ total: Int) {
        guard let (limiter, caller) = holder() else { return }
        let (group, more): (String, LimitClaim) = state.withLock { state in
            guard caller.provider == .anthropic, total > state.taken.output else { return (state.group, LimitClaim()) }
            let more = LimitClaim(tokens: total - state.taken.output, output: total - state.taken.output)
            state.taken.output += more.output
            state.taken.tokens += more.tokens
            return (state.group, more)
        }
        if more != LimitClaim() { limiter.settle(more: more, less: LimitClaim(), for: caller, group: group) }
    }

    /// Sets right what was reserved, now that the usage is known.
    ///
    /// - Parameter input: without what was read from a cache, which does not count.
    func settle(input: Int, output: Int) {
        guard let (limiter, caller) = holder() else { return }
        let change: (group: String, more: LimitClaim, less: LimitClaim)? = state.withLock { state in
            let before = state.taken
            guard before != LimitClaim() else { return nil }
            let after = LimitClaim(tokens: input + output, input: input, output: output)
            state.taken = after
            func difference(_ a: LimitClaim, _ b: LimitClaim) -> LimitClaim {
                LimitClaim(
                    tokens: max(0, a.tokens - b.tokens), input: max(0, a.input - b.input),
                    output: max(0, a.output - b.output))
            }
            return (state.group, difference(after, before), difference(before, after))
        }
        guard let change else { return }
        limiter.settle(more: change.more, less: change.less, for: caller, group: change.group)
    }

    /// The answer has ended, or nobody waits for it any more. Doing it twice does nothing.
    func close() {
        guard let (limiter, caller) = holder() else { return }
        let group: String? = state.withLock { state in
            defer { state.hasPlace = false }
            return state.hasPlace ? state.group : nil
        }
        if let group { limiter.leave(caller, group: group) }
    }

    // MARK: Telling

    /// Whether the request has a place that others may wait for.
    var isLimited: Bool {
        guard state.withLock({ $0.hasPlace }), let (limiter, caller) = holder() else { return false }
        return limiter.hasPlaces(caller, group: state.withLock { $0.group })
    }

    /// Names and values of the field lines that the answer is to carry.
    var fieldLines: [(String, String)] {
        let (own, group, now) = state.withLock { ($0.ownLines, $0.group, $0.now) }
        guard let (limiter, caller) = holder(), let now else { return own }
        return own
            + LimitHeaders.lines(
                limiter.readings(for: caller, group: group), provider: caller.provider, now: now())
    }

    private func holder() -> (Limiter, Caller)? {
        state.withLock { state in
            guard let limiter = state.limiter, let caller = state.caller else { return nil }
            return (limiter, caller)
        }
    }

    private func take(
        _ claim: LimitClaim, _ limiter: Limiter, _ caller: Caller, _ group: String, needsOutput: Bool = false
    ) throws(APIError) {
        do {
            try limiter.take(claim, for: caller, group: group, needsOutput: needsOutput)
        } catch {
            let (model, day) = state.withLock { state in
                state.ownLines += error.fieldLines
                return (state.model, state.day)
            }
            throw error.error(caller: caller, model: model, day: day)
        }
    }
}

/// What a provider answers once an organisation's money is used up.
enum Billing {
    /// OpenAI: 429 `insufficient_quota`. Anthropic: 400 `invalid_request_error`, as its users have kept quoting it until 2026.
    static func exhausted(_ provider: Provider) -> APIError {
        switch provider {
        case .openai:
            .openai(
                429,
                "You exceeded your current quota, please check your plan and billing details. For more information on this error, "
                    + "read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.",
                type: "insufficient_quota", code: "insufficient_quota")
        case .anthropic:
            .anthropic(
                400,
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase "
                    + "credits.")
        }
    }
}
