/// A JSON value (RFC 8259) that keeps what a reader of the wire wants to see: the order of keys, `1` apart from `1.0`,
/// and numbers that no machine type holds.
///
///     let body = try JSONValue.parse(#"{"model": "gpt-4", "messages": []}"#)
///     body["model"]?.string                      // "gpt-4"
///     body[path: "messages[0].role"]             // nil
///
/// Two values are equal if they have the same type and content; the order of an object's keys does not count, and
/// `1` and `1.0` differ (compare ``double`` where they should not).
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits into an `Int`.
    case integer(Int)
    /// A number written with a fraction or an exponent. Never infinite or NaN when parsed.
    case number(Double)
    /// A number that neither `Int` nor `Double` holds, as it was written: more than 17 digits, or out of range.
    case numeral(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The value as a number, if it is one: of ``integer(_:)``, ``number(_:)`` or ``numeral(_:)``, rounded if need be.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .numeral(let text): Double(text)
        default: nil
        }
    }

    /// The value as a whole number, if it is one and fits: `3`, but also `3.0`.
    public var int: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    public var isNull: Bool { self == .null }

    /// The type's name as JSON has it: `null`, `boolean`, `integer`, `number`, `string`, `array`, `object`.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number, .numeral: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The member `key` of an object; `nil` if there is none, or this is no object.
    public subscript(key: String) -> JSONValue? { object?[key] }

    /// The element at `index` of an array; `nil` if there is none, or this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

// Not by `nil`: it would be taken for JSON's null where the absence of a value is meant.
extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}

extension JSONValue: CustomStringConvertible {
    /// The value as compact JSON.
    public var description: String { serialized() }
}
