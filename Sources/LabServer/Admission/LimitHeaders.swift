internal import ModelAPI

/// The field lines by which providers tell what is left.
enum LimitHeaders {
    /// - Parameter now: seconds since 1970.
    static func lines(_ readings: [LimitReading], provider: Provider, now: Int) -> [(String, String)] {
        switch provider {
        case .openai: openai(readings)
        case .anthropic: anthropic(readings, now: now)
        }
    }

    /// `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`: of the limits of a kind, the one of which the least is left.
    private static func openai(_ readings: [LimitReading]) -> [(String, String)] {
        var lines: [(String, String)] = []
        for (name, kinds) in [
            ("requests", [LimitKind.requestsPerMinute, .requestsPerDay]),
            ("tokens", [.tokensPerMinute, .tokensPerDay]),
        ] {
            guard let reading = scarcest(readings, kinds) else { continue }
            lines += [
                ("x-ratelimit-limit-\(name)", "\(reading.limit)"),
                ("x-ratelimit-remaining-\(name)", "\(reading.remaining)"),
                ("x-ratelimit-reset-\(name)", GoDuration.text(nanoseconds: reading.reset ?? 0)),
            ]
        }
        return lines
    }

    /// `anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}`, the times in RFC 3339.
    ///
    /// `tokens` is the limit on both directions together where there is one, otherwise the sum of both.
    private static func anthropic(_ readings: [LimitReading], now: Int) -> [(String, String)] {
        let input = scarcest(readings, [.inputTokensPerMinute])
        let output = scarcest(readings, [.outputTokensPerMinute])
        var both = scarcest(readings, [.tokensPerMinute, .tokensPerDay])
        if both == nil, var sum = input, let output {
            sum.limit += output.limit
            sum.remaining += output.remaining
            sum.reset = max(sum.reset ?? 0, output.reset ?? 0)
            both = sum
        }
        let named = [
            ("requests", scarcest(readings, [.requestsPerMinute, .requestsPerDay])), ("tokens", both),
            ("input-tokens", input), ("output-tokens", output),
        ]
        return named.flatMap { name, reading -> [(String, String)] in
            guard let reading else { return [] }
            let seconds = ((reading.reset ?? 0) + 999_999_999) / 1_000_000_000
            return [
                ("anthropic-ratelimit-\(name)-limit", "\(reading.limit)"),
                ("anthropic-ratelimit-\(name)-remaining", "\(reading.remaining)"),
                ("anthropic-ratelimit-\(name)-reset", InternetTime.text(seconds: now + Int(clamping: seconds))),
            ]
        }
    }

    private static func scarcest(_ readings: [LimitReading], _ kinds: [LimitKind]) -> LimitReading? {
        kinds.compactMap { kind in readings.first { $0.kind == kind } }.min { $0.remaining < $1.remaining }
    }
}

/// RFC 3339 in UTC: `2026-11-25T13:07:29Z`.
enum InternetTime {
    /// - Parameter seconds: since 1970.
    static func text(seconds: Int) -> String {
        let (days, rest) = (Int((Double(seconds) / 86_400).rounded(.down)), (seconds % 86_400 + 86_400) % 86_400)
        // The day's date, by counting in eras of 400 years that begin on 1 March (Hinnant, chrono-compatible date algorithms).
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month))-\(padded(day))T"
            + "\(padded(rest / 3600)):\(padded(rest / 60 % 60)):\(padded(rest % 60))Z"
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
