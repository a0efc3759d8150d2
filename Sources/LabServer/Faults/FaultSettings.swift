/// Names and values, as commands, routes and headers give them: `retry-after=2s after-events=3`.
struct FaultSettings: Hashable, Sendable {
    private var values: [String: String] = [:]

    /// The names that have a value, sorted.
    var names: [String] { values.keys.sorted() }

    subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    func count(_ name: String) throws(FaultError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .unreadable(name, value: text, wanted: "a whole number, 0 or more")
        }
        return number
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(FaultError) -> Double? {
        guard let text = values[name] else { return nil }
        guard let number = Double(text), range.contains(number) else {
            throw .unreadable(
                name, value: text, wanted: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func duration(_ name: String) throws(FaultError) -> Duration? {
        guard let text = values[name] else { return nil }
        guard let duration = Span.parse(text) else {
            throw .unreadable(name, value: text, wanted: "a time such as 2s, 250ms or 1m, at most a day")
        }
        return duration
    }

    func word(_ name: String, of words: [String]) throws(FaultError) -> String? {
        guard let text = values[name] else { return nil }
        guard words.contains(text) else {
            throw .unreadable(name, value: text, wanted: words.joined(separator: " or "))
        }
        return text
    }
}

/// Times as people write them.
enum Span {
    /// `2s`, `250ms`, `1.5s`, `2m`, `1h`; a bare number is seconds. At most a day, never negative.
    static func parse(_ text: String) -> Duration? {
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)]
        for (unit, seconds) in units where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)), number.isFinite, number >= 0 else { continue }
            let total = number * seconds
            return total <= 86_400 ? .milliseconds(Int(total * 1000)) : nil
        }
        return nil
    }

    /// In the largest unit that says it with few digits.
    static func text(_ duration: Duration) -> String {
        let milliseconds = Int(duration / .milliseconds(1))
        if milliseconds < 1000 { return "\(milliseconds)ms" }
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(Double(milliseconds) / 1000)s"
    }

    /// Seconds, as `retry-after` has them, rounded up: earlier would be too early.
    static func wholeSeconds(_ duration: Duration) -> Int { Int((duration / .seconds(1)).rounded(.up)) }
}
