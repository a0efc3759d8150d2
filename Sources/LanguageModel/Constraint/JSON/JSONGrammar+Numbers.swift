extension JSONGrammar {
    /// How many digits a number gets before and after the point where nothing asks for more: what every reader keeps.
    private static let generousDigits = (whole: 15, fraction: 10)
    private static let boundDigits = 60

    mutating func number(_ number: JSONShape.Number, from entry: State) throws(GrammarError) {
        let isFree = !number.isInteger && number.minimum == nil && number.maximum == nil && number.multipleOf == nil
        let multiple = try number.multipleOf.map { (value) throws(GrammarError) in try Multiple(value) }
        for isNegative in [false, true] {
            guard let (low, high) = Self.magnitudes(number, isNegative: isNegative) else { continue }
            let rule = try MagnitudeRule(
                isInteger: number.isInteger, needsNonzero: isNegative, low: low, high: high, multiple: multiple,
                digits: Self.generousDigits, boundDigits: Self.boundDigits)
            var first = entry
            if isNegative {
                first = try builder.state()
                try builder.edge(entry, "-", first)
            }
            try write(rule, from: first, withExponent: isFree)
        }
    }

    /// Between which magnitudes the numbers of one sign lie; `nil` if there are none.
    private static func magnitudes(
        _ number: JSONShape.Number, isNegative: Bool
    ) -> (low: JSONShape.Number.Bound?, high: JSONShape.Number.Bound?)? {
        // The bound nearer to zero, and the one further away, as seen from this sign's side.
        let near = isNegative ? number.maximum : number.minimum
        let far = isNegative ? number.minimum : number.maximum
        if let far {
            let isOther = isNegative ? !far.value.isNegative : far.value.isNegative
            if isOther && !(far.value.isZero && !isNegative) { return nil }
            if far.value.isZero && (isNegative || far.isExclusive) { return nil }
        }
        let low = near.flatMap { near in
            near.value.isNegative == isNegative && !(near.value.isZero && isNegative) ? near : nil
        }
        return (low, far)
    }

    private mutating func write(
        _ rule: MagnitudeRule, from entry: State, withExponent: Bool
    ) throws(GrammarError) {
        var states: [MagnitudeRule.Position: State] = [.start: entry]
        var open = [MagnitudeRule.Position.start]
        func state(_ position: MagnitudeRule.Position, _ maker: inout JSONGrammar) throws(GrammarError) -> State {
            if let known = states[position] { return known }
            let isFinal = rule.isComplete(position)
            let state = try maker.builder.state(isFinal: isFinal)
            states[position] = state
            open.append(position)
            if withExponent, isFinal { try maker.exponent(from: state) }
            return state
        }
        while let position = open.popLast() {
            guard let from = states[position] else { continue }
            for digit in UInt8(0)...9 {
                guard let next = rule.position(after: position, digit: digit) else { continue }
                let byte = UInt8(ascii: "0") + digit
                try builder.edge(from, byte...byte, try state(next, &self))
            }
            if let next = rule.positionAfterPoint(position) { try builder.edge(from, ".", try state(next, &self)) }
        }
    }

    /// `e`, perhaps a sign, one digit or two.
    private mutating func exponent(from: State) throws(GrammarError) {
        let mark = try builder.state()
        try builder.edge(from, "e", mark)
        let digits = try builder.state()
        for sign: Unicode.Scalar in ["+", "-"] { try builder.edge(mark, sign, digits) }
        builder.skip(mark, digits)
        let one = try builder.state(isFinal: true)
        let two = try builder.state(isFinal: true)
        try builder.edge(digits, UInt8(ascii: "0")...UInt8(ascii: "9"), one)
        try builder.edge(one, UInt8(ascii: "0")...UInt8(ascii: "9"), two)
    }
}

/// What a number has to be a multiple of: `factor` × 10^-`scale`.
struct Multiple {
    static let limit = 5000
    let factor: Int
    let scale: Int

    init(_ value: DecimalNumber) throws(GrammarError) {
        guard !value.isNegative, !value.isZero else { throw .unsupportedNumber("'multipleOf' must be above 0") }
        scale = value.fraction.count
        let digits = value.whole + value.fraction
        guard digits.count <= 15, digits.reduce(0, { $0 * 10 + Int($1) }) <= Self.limit else {
            throw .unsupportedNumber("'multipleOf' has too many digits to be kept exactly")
        }
        factor = digits.reduce(0) { $0 * 10 + Int($1) }
    }
}

/// Which digits a number without its sign may have, so that it lies between two bounds and is a multiple.
struct MagnitudeRule {
    /// How far a number has got, as far as it matters for what may follow.
    struct Position: Hashable {
        /// Digits before the point.
        var whole = 0
        /// Digits after it; -1 while there is no point.
        var fraction = -1
        /// A leading zero ends the whole part.
        var isZero = false
        var isNonzero = false
        /// Less, the same or greater than the bound's digits so far: -1, 0, 1.
        var toLow = 0
        var toHigh = 0
        var remainder = 0

        static let start = Position()
    }

    private typealias Bound = JSONShape.Number.Bound
    private let isInteger: Bool
    private let needsNonzero: Bool
    private let low: JSONShape.Number.Bound?
    private let high: JSONShape.Number.Bound?
    private let multiple: Multiple?
    private let wholeDigits: Int
    private let fractionDigits: Int

    init(
        isInteger: Bool, needsNonzero: Bool, low: JSONShape.Number.Bound?, high: JSONShape.Number.Bound?,
        multiple: Multiple?, digits: (whole: Int, fraction: Int), boundDigits: Int
    ) throws(GrammarError) {
        self.isInteger = isInteger
        self.needsNonzero = needsNonzero
        let whole = max(digits.whole, (low?.value.whole.count ?? 0) + 1)
        // What is longer than any number written bounds none of them.
        let high = high.flatMap { $0.value.whole.count > whole ? nil : $0 }
        guard whole <= boundDigits, (low?.value.fraction.count ?? 0) <= boundDigits,
            (high?.value.fraction.count ?? 0) <= boundDigits
        else { throw .unsupportedNumber("a bound has more than \(boundDigits) digits") }
        self.low = low
        self.high = high
        self.multiple = multiple
        wholeDigits = whole
        fractionDigits =
            multiple?.scale ?? max(digits.fraction, low?.value.fraction.count ?? 0, high?.value.fraction.count ?? 0) + 1
    }

    func position(after position: Position, digit: UInt8) -> Position? {
        var next = position
        if position.fraction < 0 {
            guard !position.isZero, position.whole < wholeDigits else { return nil }
            next.isZero = position.whole == 0 && digit == 0
            next.whole += 1
            next.toLow = Self.compare(position.toLow, digit, position.whole, low?.value.whole, isWhole: true)
            next.toHigh = Self.compare(position.toHigh, digit, position.whole, high?.value.whole, isWhole: true)
        } else {
            guard position.fraction < fractionDigits else { return nil }
            next.fraction += 1
            next.toLow = Self.compare(position.toLow, digit, position.fraction, low?.value.fraction, isWhole: false)
            next.toHigh = Self.compare(position.toHigh, digit, position.fraction, high?.value.fraction, isWhole: false)
        }
        if digit != 0 { next.isNonzero = true }
        if let multiple { next.remainder = (position.remainder * 10 + Int(digit)) % multiple.factor }
        return forgetting(next)
    }

    func positionAfterPoint(_ position: Position) -> Position? {
        guard !isInteger, position.fraction < 0, position.whole > 0, fractionDigits > 0 else { return nil }
        var next = position
        next.toLow = Self.settled(position.toLow, position.whole, low?.value.whole)
        next.toHigh = Self.settled(position.toHigh, position.whole, high?.value.whole)
        // From here on only the digits after the point count.
        next.whole = 1
        next.isZero = false
        next.fraction = 0
        return next
    }

    func isComplete(_ position: Position) -> Bool {
        guard position.whole > 0, position.fraction != 0, position.isNonzero || !needsNonzero else { return false }
        if let low {
            let order = order(position, position.toLow, low)
            if order < 0 || order == 0 && low.isExclusive { return false }
        }
        if let high {
            let order = order(position, position.toHigh, high)
            if order > 0 || order == 0 && high.isExclusive { return false }
        }
        guard let multiple else { return true }
        var remainder = position.remainder
        for _ in max(0, position.fraction)..<multiple.scale { remainder = remainder * 10 % multiple.factor }
        return remainder == 0
    }

    /// How the number compares with `bound` if it ends here.
    private func order(_ position: Position, _ soFar: Int, _ bound: JSONShape.Number.Bound) -> Int {
        let order = position.fraction < 0 ? Self.settled(soFar, position.whole, bound.value.whole) : soFar
        // The bound has digits left, the last of which is not zero.
        return order == 0 && max(0, position.fraction) < bound.value.fraction.count ? -1 : order
    }

    /// What no longer matters is made equal, so that there are fewer positions.
    private func forgetting(_ position: Position) -> Position {
        var position = position
        if !needsNonzero { position.isNonzero = false }
        if position.fraction >= 0 { position.whole = 1 }
        return position
    }

    private static func compare(_ soFar: Int, _ digit: UInt8, _ place: Int, _ digits: [UInt8]?, isWhole: Bool) -> Int {
        guard let digits else { return 0 }
        if place >= digits.count, isWhole { return 1 }
        guard soFar == 0 else { return soFar }
        let other = place < digits.count ? digits[place] : 0
        return digit == other ? 0 : digit < other ? -1 : 1
    }

    /// The comparison of whole parts, by their lengths first.
    private static func settled(_ soFar: Int, _ count: Int, _ digits: [UInt8]?) -> Int {
        guard let digits else { return 0 }
        return count == digits.count ? soFar : count < digits.count ? -1 : 1
    }
}
