/// A value that a file compares with, typed by what its subject can be.
public enum Literal: Hashable, Sendable {
    case string(String)
    /// A text whose case does not count, such as a method.
    case name(String)
    case number(Double)
    case bool(Bool)

    /// Whether the observed value has the same type and equals this one; numbers within a billionth of their size.
    public func equals(_ value: ObservedValue) -> Bool {
        switch (self, value) {
        case (.string(let expected), .string(let text)):
            // Scalar by scalar: texts that differ in bytes differ, even if Unicode calls them equivalent.
            expected.unicodeScalars.elementsEqual(text.unicodeScalars)
        case (.name(let expected), .string(let text)): expected.lowercased() == text.lowercased()
        case (.number(let expected), .number(let number)):
            abs(expected - number) <= 1e-9 * max(abs(expected), abs(number))
        case (.bool(let expected), .bool(let bool)): expected == bool
        default: false
        }
    }
}

extension Literal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .string(let text), .name(let text): text
        case .number(let number): PlainNumber.text(number)
        case .bool(let bool): String(bool)
        }
    }
}

/// What a subject's values can be: it decides how a file's values are read.
public enum ValueType: Hashable, Sendable {
    /// Always text: `equals: 200` means the text `200`.
    case text
    /// Text whose case does not count.
    case name
    case number
    case bool
    /// A value of JSON: `80` means a number and `true` a truth value, quoted they mean texts.
    case json
}
