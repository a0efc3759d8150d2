import DataFiles

/// Give a number.
public struct NumberTask: Hashable, Sendable {
    public var tolerance: Tolerance
    /// Words or symbols that may stand after the number, or before it (`$`). They do not scale it: `50 %` is 50.
    public var units: [String]

    public init(tolerance: Tolerance = .absolute(0), units: [String] = []) {
        self.tolerance = tolerance
        self.units = units
    }

    public enum Tolerance: Hashable, Sendable {
        /// The greatest difference that counts as right.
        case absolute(Double)
        /// The same as a share of the right number.
        case relative(Double)
    }

    /// The number in what a learner typed, or `nil` if it is not one number with one of the units at most.
    ///
    /// Accepts signs, `1,000` and `1_000` (groups of three), `1e3`, `.5`, and units in any case, with or without a space.
    /// Refuses `12,5`, which means different numbers to different people.
    public func value(of text: String) -> Double? {
        var rest = Substring(text.trimmingBlanks.lowercased())
        guard rest.utf8.count <= 200 else { return nil }
        var sign = 1.0
        func takeSign() -> Bool {
            guard let first = rest.first, "+-\u{2212}".contains(first) else { return false }
            sign = first == "+" ? 1 : -1
            rest = rest.dropFirst()
            return true
        }
        let longestFirst = units.map { $0.lowercased() }.sorted { $0.count > $1.count }
        let signed = takeSign()
        if let unit = longestFirst.first(where: { rest.hasPrefix($0) }) {
            rest = rest.dropFirst(unit.count).drop(while: \.isWhitespace)
            if !signed { _ = takeSign() }
        } else if let unit = longestFirst.first(where: { rest.hasSuffix($0) }) {
            rest = rest.dropLast(unit.count)
            while rest.last?.isWhitespace == true { rest.removeLast() }
        }
        return Self.unsigned(rest).map { sign * $0 }
    }

    /// Whether `value` is the right number within the tolerance.
    ///
    /// A slack of a billionth of the numbers' size keeps decimal fractions on the border of the tolerance in.
    public func accepts(_ value: Double, for answer: Double) -> Bool {
        let allowed =
            switch tolerance {
            case .absolute(let difference): difference
            case .relative(let share): share * abs(answer)
            }
        return abs(value - answer) <= allowed + 1e-9 * max(abs(value), abs(answer))
    }

    /// Reads `1,000.5e3` and its like, a byte at a time: compiling a regular expression would take longer than reading a course's
    /// file.
    private static func unsigned(_ text: Substring) -> Double? {
        var bytes = text.utf8[...]
        var digits = ""
        func take(_ byte: Character) -> Bool {
            guard let value = byte.asciiValue, bytes.first == value else { return false }
            bytes = bytes.dropFirst()
            return true
        }
        /// A run of digits is appended; returns its length.
        func takeDigits() -> Int {
            let run = bytes.prefix { (0x30...0x39).contains($0) }
            digits += String(decoding: run, as: UTF8.self)
            bytes = bytes.dropFirst(run.count)
            return run.count
        }
        let whole = takeDigits()
        if whole > 0, whole <= 3, bytes.first == UInt8(ascii: ",") {
            while take(",") {
                guard takeDigits() == 3 else { return nil }
            }
        } else if whole > 0 {
            while take("_") {
                guard takeDigits() > 0 else { return nil }
            }
        }
        if take(".") {
            digits += "."
            guard takeDigits() + whole > 0 else { return nil }
        } else if whole == 0 {
            return nil
        }
        if take("e") {
            digits += "e"
            if take("-") { digits += "-" } else { _ = take("+") }
            guard takeDigits() > 0 else { return nil }
        }
        // `Double` wants a digit after the point.
        let spelled = digits.replacing(".e", with: ".0e") + (digits.hasSuffix(".") ? "0" : "")
        guard bytes.isEmpty, let value = Double(spelled), value.isFinite else { return nil }
        return value
    }
}
