public import Foundation

extension MappingReader {
    /// A day, written as `2024-06-01`, which has to be there.
    public mutating func date(_ key: String) -> CivilDate? {
        required(key).flatMap { day(of: $0, key) }
    }

    public mutating func optionalDate(_ key: String) -> CivilDate? {
        value(key).flatMap { day(of: $0, key) }
    }

    private func day(of value: YAMLValue, _ key: String) -> CivilDate? {
        guard let text = text(of: value, key) else { return nil }
        guard let date = CivilDate(text) else {
            log.report("'\(key)' has to be a day such as 2024-06-01, not \(value.found)", at: value.place)
            return nil
        }
        return date
    }

    /// A whole number; `nil` when the key is missing.
    public mutating func optionalInt(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key) == nil ? nil : int(key, in: range)
    }

    /// A decimal number as it is written, digit by digit: `0.1` is one tenth. Not negative, at most 12 digits on either side of
    /// the point.
    public mutating func optionalDecimal(_ key: String) -> Decimal? {
        value(key).flatMap { value in
            guard let text = text(of: value, key) else { return nil }
            guard let number = PlainScalar.decimal(text) else {
                log.report("'\(key)' has to be a number such as 0.25, not \(value.found)", at: value.place)
                return nil
            }
            return number
        }
    }
}

extension PlainScalar {
    /// Digits with or without a point between them, exactly; no sign, no exponent.
    public static func decimal(_ text: some StringProtocol) -> Decimal? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { part in
            (1...12).contains(part.utf8.count)
                && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        guard parts.count <= 2, areDigits else { return nil }
        return Decimal(string: String(text), locale: Locale(identifier: "en_US_POSIX"))
    }
}
