/// A number with all of its digits: ±d₁d₂d₃.f₁f₂f₃
public struct DecimalNumber: Hashable, Sendable {
    public let isNegative: Bool
    /// Before the point, without leading zeros; `[0]` if there is none.
    let whole: [UInt8]
    /// After the point, without zeros at the end.
    let fraction: [UInt8]

    var isZero: Bool { whole == [0] && fraction.isEmpty }

    /// The number that `text` spells as JSON does; `nil` if it has more than 400 digits, or is none.
    public init?(_ text: String) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        while let byte = rest.first {
            rest.removeFirst()
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: ".") where point == nil: point = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let value = Int(String(decoding: rest, as: UTF8.self)), abs(value) <= 400 else { return nil }
                exponent = value
                rest = []
            default: return nil
            }
        }
        guard !digits.isEmpty, digits.count <= 400 else { return nil }
        var place = (point ?? digits.count) + exponent
        if place < 0 {
            digits.insert(contentsOf: repeatElement(0, count: -place), at: 0)
            place = 0
        }
        while digits.count < place { digits.append(0) }
        let whole = Array(digits[..<place].drop { $0 == 0 })
        var fraction = Array(digits[place...])
        while fraction.last == 0 { fraction.removeLast() }
        self.whole = whole.isEmpty ? [0] : whole
        self.fraction = fraction
        self.isNegative = isNegative && !(whole.isEmpty && fraction.isEmpty)
    }
}
