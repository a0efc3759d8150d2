internal import ModelAPI

/// Why a request is not admitted, and when it would be.
struct LimitRefusal: Error, Hashable {
    var kind: LimitKind
    var limit: Int
    var used: Int
    var requested: Int
    /// Nanoseconds; `nil` if it never fits.
    var wait: UInt64?
    var subject: Limiter.Subject

    /// `nil` if there is room for the cost.
    init?(_ kind: LimitKind, _ bucket: TokenBucket, cost: Int, at now: UInt64, _ subject: Limiter.Subject) {
        let wait = bucket.wait(for: cost, at: now)
        guard wait != 0 else { return nil }
        self.kind = kind
        limit = bucket.limit
        used = bucket.used(at: now)
        requested = cost
        self.subject = subject
        self.wait = wait.map { exact in
            // As the messages show, providers reckon with whole units: (used + requested - limit) · period / limit.
            let lack = Int128(max(0, used + cost - limit)) * Int128(bucket.period)
            return max(exact, UInt64(clamping: (lack + Int128(limit) - 1) / Int128(max(1, limit))))
        }
    }

    init(slots: Int, running: Int, _ subject: Limiter.Subject) {
        kind = .concurrent
        limit = slots
        used = running
        requested = 1
        // Nobody knows when an answer ends.
        wait = 1_000_000_000
        self.subject = subject
    }

    func isWorse(than other: LimitRefusal) -> Bool {
        guard let wait else { return other.wait != nil }
        return other.wait.map { wait > $0 } ?? false
    }

    /// `retry-after` and `retry-after-ms`. A request that never fits gets none: waiting does not help it.
    var fieldLines: [(String, String)] {
        guard let wait else { return [] }
        let milliseconds = wait / 1_000_000 + (wait % 1_000_000 == 0 ? 0 : 1)
        let seconds = ("retry-after", "\(max(1, (milliseconds + 999) / 1000))")
        return subject.provider == .openai ? [seconds, ("retry-after-ms", "\(milliseconds)")] : [seconds]
    }

    // MARK: Wording

    /// The provider's error, in its words of the time.
    func error(caller: Caller, model: String, day: String) -> APIError {
        switch subject.provider {
        case .openai: openaiError(caller, model: model)
        case .anthropic: .anthropic(429, anthropicMessage(caller, model: model, day: day))
        }
    }

    private func openaiError(_ caller: Caller, model: String) -> APIError {
        let unit =
            switch kind {
            case .requestsPerMinute: "requests per min (RPM)"
            case .requestsPerDay: "requests per day (RPD)"
            case .tokensPerDay: "tokens per day (TPD)"
            case .concurrent: "concurrent requests"
            default: "tokens per min (TPM)"
            }
        let what = subject.group == Limiter.noModel ? "requests" : subject.group
        let place =
            if case .key = subject.holder { "\(what) for this key in organization \(caller.organization)" } else {
                "\(what) in organization \(caller.organization)"
            }
        let more = "Visit https://platform.openai.com/account/rate-limits to learn more."
        let message =
            if let wait {
                "Rate limit reached for \(place) on \(unit): Limit \(limit), Used \(min(used, limit)), "
                    + "Requested \(requested). Please try again in \(GoDuration.text(nanoseconds: wait)). \(more)"
            } else {
                "Request too large for \(place) on \(unit): Limit \(limit), Requested \(requested). "
                    + "The input or output tokens must be reduced in order to run successfully. \(more)"
            }
        return .openai(
            429, message, type: kind.countsRequests ? "requests" : "tokens", code: "rate_limit_exceeded")
    }

    private func anthropicMessage(_ caller: Caller, model: String, day: String) -> String {
        let contact =
            "contact sales at https://www.anthropic.com/contact-sales to discuss your options for a rate limit increase."
        if kind == .concurrent {
            return "Number of concurrent connections has exceeded your rate limit. Please try again later or \(contact)"
        }
        let number = Self.grouped(limit)
        let reduce =
            "You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try again later."
        switch day {
        case ..<"2025-01-01":
            let things = kind.countsRequests ? "requests" : "request tokens"
            let span = kind.isDaily ? "daily" : "per-minute"
            return
                "Number of \(things) has exceeded your \(span) rate limit (https://docs.anthropic.com/claude/reference/rate-limits); "
                + "see the response headers for current usage. Please reduce the prompt length or the maximum tokens requested, "
                + "or try again later. You may also \(contact)"
        case ..<"2026-02-01":
            return
                "This request would exceed the rate limit for your organization (\(caller.organization)) of \(number) \(kind.title). "
                + "For details, refer to: https://docs.anthropic.com/en/api/rate-limits. \(reduce) You may also \(contact)"
        default:
            return
                "This request would exceed your organization's rate limit of \(number) \(kind.title) (org: \(caller.organization), "
                + "model: \(model)). For details, refer to: https://docs.claude.com/en/api/rate-limits. \(reduce) You may also contact "
                + "sales at https://claude.com/contact-sales to discuss your options for a rate limit increase."
        }
    }

    /// `30,000`
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
