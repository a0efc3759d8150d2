import Foundation

/// An arithmetic expression over named numbers: `requests * 30 * price / 1000`.
///
/// `+ - * / % ^` with the usual precedence (`^` binds tightest, to the right), parentheses, `1_000`, `1e6`, and the functions
/// `min max abs sqrt exp ln log2 floor ceil round`; `round(x, 2)` rounds to two decimals, halves away from zero.
public struct Formula: Hashable, Sendable {
    /// As written.
    public var text: String
    /// The variables in it.
    public var names: Set<String>
    private var root: Node

    indirect enum Node: Hashable, Sendable {
        case number(Double)
        case name(String)
        case negated(Node)
        case operation(Character, Node, Node)
        case call(String, [Node])
    }

    /// Why a text is no formula.
    public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String
    }

    public init(_ text: String) throws(Unreadable) {
        var parser = FormulaParser(text)
        root = try parser.whole()
        names = parser.names
        self.text = text
    }

    /// The value; `nil` where a name has none, or the result is no finite number.
    public func value(_ values: [String: Double]) -> Double? {
        Self.value(root, values).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func value(_ node: Node, _ values: [String: Double]) -> Double? {
        switch node {
        case .number(let number): return number
        case .name(let name): return values[name]
        case .negated(let inner): return value(inner, values).map { -$0 }
        case .operation(let sign, let left, let right):
            guard let left = value(left, values), let right = value(right, values) else { return nil }
            switch sign {
            case "+": return left + right
            case "-": return left - right
            case "*": return left * right
            case "/": return left / right
            case "%": return left.truncatingRemainder(dividingBy: right)
            default: return pow(left, right)
            }
        case .call(let name, let arguments):
            let numbers = arguments.compactMap { value($0, values) }
            return numbers.count == arguments.count ? functions[name]?.apply(numbers) : nil
        }
    }

    struct Function: Sendable {
        var arity: ClosedRange<Int>
        var apply: @Sendable ([Double]) -> Double
    }

    static let functions: [String: Function] = [
        "min": Function(arity: 1...9) { $0.min() ?? .nan },
        "max": Function(arity: 1...9) { $0.max() ?? .nan },
        "abs": Function(arity: 1...1) { abs($0[0]) },
        "sqrt": Function(arity: 1...1) { $0[0].squareRoot() },
        "exp": Function(arity: 1...1) { exp($0[0]) },
        "ln": Function(arity: 1...1) { log($0[0]) },
        "log2": Function(arity: 1...1) { log2($0[0]) },
        "floor": Function(arity: 1...1) { (settled($0[0])).rounded(.down) },
        "ceil": Function(arity: 1...1) { (settled($0[0])).rounded(.up) },
        "round": Function(arity: 1...2) { numbers in
            let scale = pow(10, numbers.count == 2 ? numbers[1].rounded() : 0)
            return settled(numbers[0] * scale).rounded() / scale
        },
    ]

    /// Without the last bits, so that 0.1 + 0.2 is not over 0.3 to `ceil`.
    private static func settled(_ number: Double) -> Double {
        Double(DecimalText.of(number)) ?? number
    }
}

/// Recursive descent over characters.
private struct FormulaParser {
    private var rest: Substring
    var names: Set<String> = []
    private var depth = 0

    init(_ text: String) { rest = Substring(text) }

    mutating func whole() throws(Formula.Unreadable) -> Formula.Node {
        let node = try sum()
        skipBlanks()
        if let next = rest.first { throw unexpected(next) }
        return node
    }

    private mutating func sum() throws(Formula.Unreadable) -> Formula.Node {
        var node = try product()
        while let sign = take("+-") { node = .operation(sign, node, try product()) }
        return node
    }

    private mutating func product() throws(Formula.Unreadable) -> Formula.Node {
        var node = try signed()
        while let sign = take("*/%×÷") {
            node = .operation(sign == "×" ? "*" : sign == "÷" ? "/" : sign, node, try signed())
        }
        return node
    }

    private mutating func signed() throws(Formula.Unreadable) -> Formula.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 50 else { throw Formula.Unreadable(description: "it is nested too deeply") }
        if take("-\u{2212}") != nil { return .negated(try signed()) }
        let base = try primary()
        return take("^") == nil ? base : .operation("^", base, try signed())
    }

    private mutating func primary() throws(Formula.Unreadable) -> Formula.Node {
        if take("(") != nil {
            let node = try sum()
            guard take(")") != nil else { throw Formula.Unreadable(description: "a bracket is not closed") }
            return node
        }
        skipBlanks()
        guard let first = rest.first else { throw Formula.Unreadable(description: "it ends too early") }
        if first.isNumber || first == "." { return try number() }
        guard first.isASCII, first.isLetter else { throw unexpected(first) }
        let name = String(rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        rest = rest.dropFirst(name.count)
        guard take("(") != nil else {
            names.insert(name)
            return .name(name)
        }
        guard let function = Formula.functions[name] else {
            throw Formula.Unreadable(
                description:
                    "there is no function '\(name)', only \(Formula.functions.keys.sorted().joined(separator: ", "))")
        }
        var arguments = [try sum()]
        while take(",") != nil { arguments.append(try sum()) }
        guard take(")") != nil else { throw Formula.Unreadable(description: "a bracket is not closed") }
        guard function.arity.contains(arguments.count) else {
            throw Formula.Unreadable(description: "'\(name)' cannot have \(arguments.count) numbers")
        }
        return .call(name, arguments)
    }

    private mutating func number() throws(Formula.Unreadable) -> Formula.Node {
        var text = String(rest.prefix { $0.isNumber || $0 == "." || $0 == "_" })
        var after = rest.dropFirst(text.count)
        if after.first == "e" {
            let sign = after.dropFirst().first.map { "+-".contains($0) } == true ? 2 : 1
            let digits = after.dropFirst(sign).prefix(while: \.isNumber)
            if !digits.isEmpty {
                text += after.prefix(sign) + digits
                after = after.dropFirst(sign + digits.count)
            }
        }
        guard let value = Double(text.replacing("_", with: "")), value.isFinite else {
            throw Formula.Unreadable(description: "'\(text)' is no number")
        }
        rest = after
        return .number(value)
    }

    private mutating func skipBlanks() { rest = rest.drop(while: \.isWhitespace) }

    private mutating func take(_ characters: String) -> Character? {
        skipBlanks()
        guard let first = rest.first, characters.contains(first) else { return nil }
        rest = rest.dropFirst()
        return first
    }

    private func unexpected(_ character: Character) -> Formula.Unreadable {
        Formula.Unreadable(description: "'\(character)' does not belong there")
    }
}

/// Numbers as a file would write them.
enum DecimalText {
    /// At most twelve significant digits and no exponent: 0.1 + 0.2 is `0.3`.
    static func of(_ number: Double) -> String {
        guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
        let whole = Int(floor(log10(abs(number)))) + 1
        return of(number, decimals: min(24, max(0, 12 - whole)), trimmed: true)
    }

    static func of(_ number: Double, decimals: Int, trimmed: Bool = false) -> String {
        var text = String(format: "%.\(decimals)f", locale: nil, number)
        if trimmed, text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        return text == "-0" ? "0" : text
    }
}
