import Course
import ModelAPI

/// Says what a check saw, without giving away what it looked for, and without a secret.
enum Observation {
    /// `status was 401`, `body temperature was not there`.
    static func text(_ subject: some CheckSubject, _ value: ObservedValue) -> String {
        let name = subject.description
        if isSecret(name) {
            return value == .absent ? "\(name) was not there" : "\(name) was there (a secret is not repeated here)"
        }
        switch value {
        case .absent: return "\(name) was not there"
        case .string(let text): return text.isEmpty ? "\(name) was empty" : "\(name) was '\(shortened(text))'"
        case .number(let number): return "\(name) was \(NumberText.short(number))"
        case .bool(let bool): return "\(name) was \(bool)"
        }
    }

    /// RFC 9110 section 11.6.2, and the providers' own.
    private static func isSecret(_ subject: String) -> Bool {
        let name = subject.lowercased()
        return ["authorization", "x-api-key", "api-key", "cookie", "x-goog-api-key"].contains {
            name.hasSuffix("header \($0)")
        }
    }

    private static func shortened(_ text: String) -> String {
        let words = text.prefix(2000).split(whereSeparator: \.isWhitespace)
        let line = words.map(withoutKey).joined(separator: " ")
        return line.count <= 60 ? line : line.prefix(59) + "…"
    }

    /// Keys of either provider begin with `sk-`, wherever they stand in a word.
    private static func withoutKey(_ word: Substring) -> String {
        guard let start = word.firstRange(of: "sk-") else { return String(word) }
        let key = word[start.lowerBound...].prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        guard key.count > 3 else { return String(word) }
        return word[..<start.lowerBound] + APIKey.redacted(String(key)) + withoutKey(word[key.endIndex...])
    }
}

/// Numbers as a person reads them.
enum NumberText {
    /// Whole numbers as they are, others to at most four decimals.
    static func short(_ number: Double) -> String {
        guard number.isFinite else { return "\(number)" }
        if number.rounded() == number, abs(number) < 1e15 { return "\(Int(number))" }
        let text = fixed(number, decimals: abs(number) >= 100 ? 1 : abs(number) >= 1 ? 3 : 4)
        // Too small to show any of it.
        guard text.contains(where: { ("1"..."9").contains($0) }) else { return "\(number)" }
        return text.contains(".") && !text.contains("e") ? text.trimmingSuffix("0").trimmingSuffix(".") : text
    }

    /// To so many decimals, 1 to 9.
    static func fixed(_ number: Double, decimals: Int) -> String {
        guard number.isFinite, abs(number) < 1e8 else { return "\(number)" }
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int((abs(number) * Double(scale)).rounded())
        let fraction = "\(scaled % scale)"
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return (number < 0 && scaled > 0 ? "−" : "") + "\(scaled / scale).\(zeros)\(fraction)"
    }
}
