/// Durations as OpenAI writes them: `6m0s`, `7m12s`, `9.816s`, `120ms`, `0s`.
///
/// It is the format of Go's `time.Duration.String`, with nothing finer than a millisecond: the unit follows from the size,
/// leading units of zero are left out, and a fraction has no trailing zeros. https://pkg.go.dev/time#Duration.String
package enum GoDuration {
    /// Rounds up to whole milliseconds, so that whoever waits as told has waited long enough.
    package static func text(nanoseconds: UInt64) -> String {
        let milliseconds = nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 == 0 ? 0 : 1)
        guard milliseconds > 0 else { return "0s" }
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        var fraction = rest == 0 ? "" : String(String(rest + 1000).dropFirst())
        while fraction.hasSuffix("0") { fraction.removeLast() }
        var text = "\(seconds % 60)\(fraction.isEmpty ? "" : "." + fraction)s"
        if seconds >= 60 { text = "\(seconds / 60 % 60)m" + text }
        if seconds >= 3600 { text = "\(seconds / 3600)h" + text }
        return text
    }
}
