public import Foundation

/// An amount of money in US dollars, exact in decimal: `0.1` is one tenth of a dollar.
///
/// Prices have few digits, and what is done with them is adding and multiplying by whole numbers, shares and powers of ten:
/// nothing is lost within the 38 digits that there are.
public struct Dollars: Hashable, Comparable, Sendable {
    public var amount: Decimal

    public init(_ amount: Decimal) { self.amount = amount }

    public static let zero = Dollars(0)

    public static func + (left: Dollars, right: Dollars) -> Dollars { Dollars(left.amount + right.amount) }
    public static func - (left: Dollars, right: Dollars) -> Dollars { Dollars(left.amount - right.amount) }
    public static func * (left: Dollars, count: Int) -> Dollars { Dollars(left.amount * Decimal(count)) }
    public static func * (left: Dollars, factor: Decimal) -> Dollars { Dollars(left.amount * factor) }
    public static func < (left: Dollars, right: Dollars) -> Bool { left.amount < right.amount }

    /// A millionth of this: the price of one token from the price of a million.
    public var millionth: Dollars { Dollars(amount * Decimal(sign: .plus, exponent: -6, significand: 1)) }

    /// What part of another amount this is, in percent, rounded half up to `places` after the point; `nil` of nothing.
    public func percent(of whole: Dollars, places: Int = 1) -> Decimal? {
        guard whole.amount != 0 else { return nil }
        return (amount / whole.amount * 100).rounded(places)
    }
}

extension Dollars: CustomStringConvertible {
    /// `$0.027`, `$810.00`, `$1,234,567.80`: every digit there is, and at least cents.
    public var description: String { (amount < 0 ? "-$" : "$") + abs(amount).grouped(leastPlaces: 2) }
}

extension Decimal {
    /// Rounded half up, away from zero.
    public func rounded(_ places: Int) -> Decimal {
        var (value, result) = (self, Decimal())
        NSDecimalRound(&result, &value, places, .plain)
        return result
    }

    /// The digits as they are, without an exponent: `0.000027`.
    public var plain: String {
        var copy = self
        return NSDecimalString(&copy, nil)
    }

    /// With commas between thousands, and at least so many digits after the point.
    public func grouped(leastPlaces: Int = 0) -> String {
        let parts = abs(self).plain.split(separator: ".")
        let whole = Array(parts[0])
        var text = self < 0 ? "-" : ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        let zeros = String(repeating: "0", count: max(0, leastPlaces - fraction.count))
        return fraction.isEmpty && zeros.isEmpty ? text : text + "." + fraction + zeros
    }
}
