/// A number or word of an exercise that differs from variant to variant.
public struct Variable: Hashable, Sendable {
    public var name: String
    public var source: Source

    public init(name: String, source: Source) {
        self.name = name
        self.source = source
    }

    public enum Source: Hashable, Sendable {
        /// One of these is drawn.
        case list([String])
        /// A number is drawn: `from`, `from + step`, … up to `to`.
        case range(from: Double, to: Double, step: Double)
        /// Computed from variables before it.
        case formula(Formula)
    }
}

/// What the variables of an exercise are in one variant.
public struct VariantValues: Hashable, Sendable {
    private var texts: [String: String] = [:]
    private var numbers: [String: Double] = [:]

    /// Draws the values. The same exercise and number give the same values everywhere and for ever.
    init(_ exercise: Exercise, number: Int) {
        var generator = VariantGenerator(id: exercise.id, number: number)
        for variable in exercise.variables {
            switch variable.source {
            case .list(let values):
                let text = values[generator.next(below: values.count)]
                texts[variable.name] = text
                numbers[variable.name] = PlainNumber.value(of: text)
            case .range(let from, let to, let step):
                let count = Int(((to - from) / step + 1e-9).rounded(.down)) + 1
                set(variable.name, from + Double(generator.next(below: count)) * step)
            case .formula(let formula):
                if let value = formula.value(numbers) { set(variable.name, value) }
            }
        }
    }

    private mutating func set(_ name: String, _ value: Double) {
        texts[name] = DecimalText.of(value)
        // The number is the one that is shown, without the last bits of its computation.
        numbers[name] = Double(DecimalText.of(value)) ?? value
    }

    /// The text with `{name}`, `{name:2}` (decimals), `{=formula}` and `{=formula:2}` replaced; other braces stay.
    func filled(_ text: String) -> String {
        guard text.contains("{") else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            let inside = rest[rest.index(after: open)...].prefix { $0 != "}" && $0 != "{" && $0 != "\n" }
            if inside.endIndex < rest.endIndex, rest[inside.endIndex] == "}", let value = value(of: inside) {
                filled += value
                rest = rest[rest.index(after: inside.endIndex)...]
            } else {
                filled += "{"
                rest = rest[rest.index(after: open)...]
            }
        }
        return filled + rest
    }

    private func value(of inside: Substring) -> String? {
        let parts = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? Int(parts[1]) : nil
        if parts.count == 2, decimals.map({ (0...9).contains($0) }) != true { return nil }
        if parts[0].hasPrefix("=") {
            guard let number = self.number(String(parts[0].dropFirst())) else { return nil }
            return decimals.map { DecimalText.of(number, decimals: $0) } ?? DecimalText.of(number)
        }
        guard let text = texts[String(parts[0])] else { return nil }
        guard let decimals else { return text }
        return numbers[String(parts[0])].map { DecimalText.of($0, decimals: decimals) }
    }

    private func number(_ formula: String) -> Double? { (try? Formula(formula))?.value(numbers) }

    /// `= a * b` as its value; other answers with their braces filled.
    func answer(_ answer: Answer) -> Answer {
        guard case .text(let text) = answer else { return answer }
        if text.hasPrefix("="), let value = number(String(text.dropFirst())) { return .text(DecimalText.of(value)) }
        return .text(filled(text))
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014), seeded by an exercise's id and a number.
private struct VariantGenerator {
    private var state: UInt64

    init(id: ExerciseID, number: Int) {
        state = VariantHash.of("\(id) \(number)")
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}

/// FNV-1a, 64 bits: the same on every machine, unlike `Hasher`.
enum VariantHash {
    static func of(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
