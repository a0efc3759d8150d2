/// Reads JSON text as RFC 8259 defines it, and nothing else: no comments, no trailing commas, no NaN.
///
/// - A key that occurs twice: the last value counts, at the first one's place; ``duplicateKeys`` names it.
/// - A lone surrogate (`\ud800`) becomes U+FFFD, since no UTF-8 text can hold it.
/// - A byte order mark at the beginning is refused (section 8.1 leaves it open).
/// - Never more than ``Limits/depth`` levels deep, so hostile text cannot exhaust the stack.
public struct JSONParser {
    public struct Limits: Hashable, Sendable {
        /// How deep arrays and objects may be nested.
        public var depth: Int
        /// How many bytes the text may have.
        public var bytes: Int

        public init(depth: Int = 200, bytes: Int = 64 << 20) {
            self.depth = depth
            self.bytes = bytes
        }
    }

    /// The keys that occurred more than once within one object, in the order in which they were found again.
    public private(set) var duplicateKeys: [String] = []

    private let bytes: [UInt8]
    private let limits: Limits
    private var position = 0

    public init(_ bytes: some Sequence<UInt8>, limits: Limits = Limits()) {
        self.bytes = Array(bytes)
        self.limits = limits
    }

    /// Parses the whole text: one value, with blanks around it.
    public mutating func parse() throws(JSONError) -> JSONValue {
        position = 0
        duplicateKeys = []
        guard bytes.count <= limits.bytes else { throw error(.tooLong(limit: limits.bytes), at: limits.bytes) }
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw unexpected("the end") }
        return value
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected("a value")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        try enter(depth)
        var object = JSONObject()
        skipBlanks()
        if take(UInt8(ascii: "}")) { return object }
        while true {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
            let key = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
            let value = try value(depth: depth)
            if object[key] != nil { duplicateKeys.append(key) }
            object[key] = value
            skipBlanks()
            if take(UInt8(ascii: "}")) { return object }
            guard take(UInt8(ascii: ",")) else { throw unexpected("',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        try enter(depth)
        var array: [JSONValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return array }
        while true {
            array.append(try value(depth: depth))
            skipBlanks()
            if take(UInt8(ascii: "]")) { return array }
            guard take(UInt8(ascii: ",")) else { throw unexpected("',' or ']'") }
        }
    }

    private mutating func enter(_ depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw error(.tooDeep(limit: limits.depth), at: position) }
        position += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        let start = position
        let end = min(position + length, bytes.count)
        let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[start..<end]) }
        guard matches else { throw unexpected("a value") }
        position = end
        return value
    }

    // RFC 8259 section 6.
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        while let byte = peek, Self.isNumberByte(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let shape = NumberShape(text) else { throw error(.badNumber(String(text.prefix(40))), at: start) }
        if shape.isInteger, text != "-0" { return Int(text).map { .integer($0) } ?? .numeral(text) }
        guard let double = Double(text), double.isFinite, shape.significantDigits <= 17 else { return .numeral(text) }
        // 1e-400 is no zero.
        return double == 0 && shape.significantDigits > 0 ? .numeral(text) : .number(double)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var text: [UInt8] = []
        let start = position
        while true {
            let runStart = position
            while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
                position += 1
            }
            text += bytes[runStart..<position]
            switch peek {
            case UInt8(ascii: "\"")?:
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error(.invalidUTF8, at: firstInvalidUTF8(from: start))
                }
                position += 1
                return string
            case UInt8(ascii: "\\")?: text += try escape().utf8
            case let byte?: throw error(.controlCharacter(byte), at: position)
            case nil: throw unexpected("the string's closing quote")
            }
        }
    }

    private mutating func escape() throws(JSONError) -> String {
        let start = position
        position += 1
        guard let byte = peek else { throw unexpected("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let unit = hexUnit() else { throw badEscape(from: start, length: 6) }
            return String(scalar(from: unit))
        default: throw badEscape(from: start, length: 2)
        }
    }

    private mutating func scalar(from unit: UInt16) -> Unicode.Scalar {
        if UTF16.isLeadSurrogate(unit) {
            let rewind = position
            if take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let trail = hexUnit(), UTF16.isTrailSurrogate(trail) {
                return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
            }
            position = rewind
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private mutating func hexUnit() -> UInt16? {
        guard position + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        position += 4
        return unit
    }

    private func firstInvalidUTF8(from start: Int) -> Int {
        var offset = start
        // Each step validates one scalar, so the first failure is the place.
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes[start...].makeIterator()
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded): offset += encoded.count
            case .error, .emptyInput: return offset
            }
        }
    }

    // MARK: Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError {
        JSONError(reason, offset: offset, in: bytes)
    }

    private func badEscape(from start: Int, length: Int) -> JSONError {
        let text = String(decoding: bytes[start..<min(start + length, bytes.count)], as: UTF8.self)
        return error(.badEscape(text), at: start)
    }

    private func unexpected(_ expected: String) -> JSONError {
        guard let byte = peek else { return error(.unexpected(found: "the end", expected: expected), at: position) }
        var end = position + 1
        let isLetter = { (byte: UInt8) in (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z") }
        if isLetter(byte) {
            while end < bytes.count, end - position < 20, isLetter(bytes[end]) { end += 1 }
        } else {
            while end < bytes.count, bytes[end] & 0xC0 == 0x80, end - position < 4 { end += 1 }
        }
        let text = byte < 0x20 ? JSONWriter.escape(byte) : String(decoding: bytes[position..<end], as: UTF8.self)
        return error(.unexpected(found: "'\(text)'", expected: expected), at: position)
    }
}

/// The parts of a JSON number: `-`? int frac? exp?
private struct NumberShape {
    var isInteger = true
    /// Digits from the first that is not 0 to the last that is not 0.
    var significantDigits = 0

    init?(_ text: String) {
        var rest = text.utf8[...]
        var digits: [UInt8] = []
        func takeDigits() -> Int {
            let run = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            rest = rest.dropFirst(run.count)
            digits += run
            return run.count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = takeDigits()
        guard whole > 0, !startsWithZero || whole == 1 else { return nil }
        if rest.first == UInt8(ascii: ".") {
            isInteger = false
            rest = rest.dropFirst()
            guard takeDigits() > 0 else { return nil }
        }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        significantDigits = significant.count - significant.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard takeDigits() > 0 else { return nil }
        }
        guard rest.isEmpty else { return nil }
    }
}

extension JSONValue {
    /// The value that `bytes` spell. See ``JSONParser`` for what is accepted.
    public static func parse(
        _ bytes: some Sequence<UInt8>, limits: JSONParser.Limits = .init()
    ) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes, limits: limits)
        return try parser.parse()
    }

    /// The value that `text` spells.
    public static func parse(_ text: String, limits: JSONParser.Limits = .init()) throws(JSONError) -> JSONValue {
        try parse(text.utf8, limits: limits)
    }
}
