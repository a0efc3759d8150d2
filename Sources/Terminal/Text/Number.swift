import Foundation

/// Numbers as a person reads them, the same in every locale.
public enum Number {
    /// With exactly `digits` after the point.
    public static func fixed(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }

    /// Up to four digits after the point, no trailing zeros; with an exponent what would be long, or 0 for being small.
    public static func short(_ value: Double) -> String {
        guard value.isFinite, value == 0 || (0.000_05..<1e9).contains(abs(value)) else { return "\(value)" }
        var text = String(format: "%.4f", value)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A share as a percentage: `61.2 %`.
    public static func percent(_ share: Double) -> String {
        if share > 0, share < 0.0005 { return "<0.1 %" }
        return fixed(100 * share, 1) + " %"
    }

    /// With a thin separator every three digits: `49,152`.
    public static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return (value < 0 ? "-" : "") + grouped
    }

    /// In three or four characters: `812`, `4k`, `49k`.
    public static func compact(_ value: Int) -> String {
        switch value {
        case ..<1000: "\(value)"
        case ..<999_500: fixed(Double(value) / 1000, 0) + "k"
        default: fixed(Double(value) / 1_000_000, 0) + "M"
        }
    }

    /// `1 token`, `2,049 tokens`.
    public static func tokens(_ count: Int) -> String { "\(grouped(count)) \(count == 1 ? "token" : "tokens")" }

    /// A time in milliseconds, to a tenth: for columns of times that are compared.
    public static func milliseconds(_ duration: Duration) -> String { fixed(duration / .milliseconds(1), 1) + " ms" }

    /// A time span in the unit that suits it: `61 ms`, `1.24 s`.
    public static func span(_ duration: Duration) -> String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        if seconds < 0.001 { return fixed(seconds * 1_000_000, 0) + " µs" }
        if seconds < 1 { return fixed(seconds * 1000, seconds < 0.01 ? 1 : 0) + " ms" }
        return fixed(seconds, 2) + " s"
    }
}
