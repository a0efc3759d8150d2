/// What a check's subject was found to be.
///
/// A value of JSON is a string, a number or a truth value; an array or object is its compact JSON text; `null` counts as absent,
/// because both APIs take it for "not set".
public enum ObservedValue: Hashable, Sendable {
    case string(String)
    case number(Double)
    case bool(Bool)
    /// There is no such header, member or event.
    case absent
}

extension ObservedValue: CustomStringConvertible {
    /// The value as text, numbers as in JSON (`1`, not `1.0`); empty when absent.
    public var description: String {
        switch self {
        case .string(let text): text
        case .number(let number): PlainNumber.text(number)
        case .bool(let bool): String(bool)
        case .absent: ""
        }
    }
}

/// Numbers as people write them.
enum PlainNumber {
    static func text(_ number: Double) -> String {
        if number.rounded() == number, abs(number) < 1e15 { return String(Int(number)) }
        return String(number)
    }

    /// Without the last digits of a sum of decimal fractions, for messages.
    static func rounded(_ number: Double) -> String { text((number * 1e6).rounded() / 1e6) }

    /// A finite decimal number without units or groups.
    static func value(of text: some StringProtocol) -> Double? {
        guard text.utf8.count <= 64, text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }
}
