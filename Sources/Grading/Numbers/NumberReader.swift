import Foundation

/// A number as typed: exact, as a fraction of two decimal numbers.
struct TypedNumber: Hashable, Sendable {
    var numerator: Decimal
    var denominator: Decimal = 1

    var value: Double {
        NSDecimalNumber(decimal: numerator).doubleValue / NSDecimalNumber(decimal: denominator).doubleValue
    }

    /// Whether this number is at most `tolerance` away from `other`, without a rounding error.
    func isWithin(_ tolerance: Decimal, of other: TypedNumber) -> Bool {
        // |a/b − c/d| ≤ t, multiplied by |b·d|.
        let product = denominator * other.denominator
        let difference = numerator * other.denominator - other.numerator * denominator
        guard difference.isFinite, product.isFinite else { return false }
        return abs(difference) <= tolerance * abs(product)
    }
}

/// Reads numbers as people write them.
///
/// `12.5`, `−3`, `.5`, `1e3`, `1,000` or `1_000` or `1 000` (groups of three), `1/3`, with one of the units after it or before
/// it, or with a unit that scales (`50 %` where the exercise has no unit `%` is refused, not taken for 50 or 0.5).
struct NumberReader {
    var units: [String]

    /// What stands in the way.
    struct Unreadable: Error, Hashable {
        var found: String
        var expected: String
    }

    func read(_ text: String) throws(Unreadable) -> TypedNumber {
        var rest = Substring(Self.plain(text))
        guard !rest.isEmpty else { throw Unreadable(found: "There is no answer yet.", expected: example) }
        guard rest.utf8.count <= 120 else {
            throw Unreadable(found: "That is a longer text than a number is.", expected: example)
        }
        if rest.hasPrefix("=") { rest = rest.dropFirst().drop { $0 == " " } }
        let isNegative = takeSign(&rest)
        takeUnits(&rest)
        let hasInnerSign = isNegative == nil ? takeSign(&rest) : nil
        let negative = isNegative ?? hasInnerSign ?? false
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw unreadable(text) }
        guard let numerator = try decimal(parts[0], in: text) else { throw unreadable(text) }
        var denominator: Decimal = 1
        if parts.count == 2 {
            guard let divisor = try decimal(parts[1], in: text) else { throw unreadable(text) }
            guard divisor != 0 else {
                throw Unreadable(found: "In '\(Self.cut(text))' something is divided by 0.", expected: example)
            }
            denominator = divisor
        }
        return TypedNumber(numerator: negative ? -numerator : numerator, denominator: denominator)
    }

    private var example: String {
        guard let unit = units.first else { return "Type one number, such as '12.5'." }
        return Self.symbolsBefore.contains(unit)
            ? "Type one number, such as '12.5' or '\(unit)12.5'." : "Type one number, such as '12.5' or '12.5 \(unit)'."
    }

    private static let symbolsBefore: Set<String> = ["$", "€", "£", "¥"]

    /// One kind of minus, one kind of space, no space around.
    private static func plain(_ text: String) -> String {
        var plain = ""
        for character in text.prefix(400) {
            switch character {
            case "\u{2212}", "\u{2013}", "\u{2012}", "\u{FE63}", "\u{FF0D}": plain.append("-")
            case "\u{2044}", "\u{2215}": plain.append("/")
            case "\u{066A}", "\u{FF05}": plain.append("%")
            case let space where space.isWhitespace: plain.append(" ")
            default: plain.append(character)
            }
        }
        return plain.trimmingCharacters(in: .whitespaces)
    }

    private func takeSign(_ text: inout Substring) -> Bool? {
        guard let first = text.first, first == "-" || first == "+" else { return nil }
        text = text.dropFirst().drop { $0 == " " }
        return first == "-"
    }

    /// Takes one unit from the end or, if there is none, from the beginning.
    private func takeUnits(_ text: inout Substring) {
        let longestFirst = units.filter { !$0.isEmpty }.sorted { ($0.count, $0) > ($1.count, $1) }
        for unit in longestFirst {
            guard let range = text.range(of: unit, options: [.caseInsensitive, .backwards, .anchored]) else { continue }
            let number = text[..<range.lowerBound]
            // `4096 tokens` and `4096tokens`; but the `e3` of `1e3` is no unit, whatever the units are.
            guard number.contains(where: \.isNumber) else { continue }
            text = number
            while text.last == " " { text.removeLast() }
            return
        }
        for unit in longestFirst {
            guard let range = text.range(of: unit, options: [.caseInsensitive, .anchored]) else { continue }
            text = text[range.upperBound...].drop { $0 == " " }
            return
        }
    }

    private func unreadable(_ text: String) -> Unreadable {
        Unreadable(found: "'\(Self.cut(text))' is not one number.", expected: example)
    }

    private static func cut(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= 40 ? line : line.prefix(39) + "…"
    }

    // MARK: Digits

    private func decimal(_ part: Substring, in text: String) throws(Unreadable) -> Decimal? {
        let part = part.drop { $0 == " " }
        var digits = String(part)
        while digits.last == " " { digits.removeLast() }
        if digits.hasSuffix("%") {
            throw Unreadable(
                found: "'\(Self.cut(text))' is in percent.",
                expected: "Here a plain number is asked for, as in 0.5 for 50 %.")
        }
        var mantissa = digits
        var exponent = 0
        if let mark = digits.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            mantissa = String(digits[..<mark])
            guard let power = Self.exponent(digits[digits.index(after: mark)...]) else { return nil }
            exponent = power
        }
        let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard halves.count <= 2, let whole = try ungrouped(halves[0], in: text) else { return nil }
        let fraction = halves.count == 2 ? halves[1] : ""
        guard !(whole + fraction).isEmpty, (whole + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            whole.count + fraction.count <= 36
        else { return nil }
        let sign = exponent < 0 ? "-" : ""
        return Decimal(
            string: "\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)e\(sign)\(abs(exponent))",
            locale: nil)
    }

    private static func exponent(_ text: Substring) -> Int? {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text
        guard (1...3).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }), let power = Int(digits),
            power <= 60
        else { return nil }
        return text.first == "-" ? -power : power
    }

    /// The digits before the point without their separators, which have to stand before groups of three.
    private func ungrouped(_ text: String, in whole: String) throws(Unreadable) -> String? {
        guard let separator = text.first(where: { ",_ '\u{2019}".contains($0) }) else { return text }
        let groups = text.split(separator: separator, omittingEmptySubsequences: false)
        let areThrees = groups.dropFirst().allSatisfy { $0.count == 3 } && (1...3).contains(groups[0].count)
        if areThrees || (separator == "_" && groups.allSatisfy { !$0.isEmpty }) { return groups.joined() }
        if separator == "," {
            throw Unreadable(
                found: "In '\(Self.cut(whole))' the comma stands before another number of digits than three.",
                expected: "A comma separates thousands here, a point the decimals: 1,000.5.")
        }
        return nil
    }
}
