/// Points as a person reads them.
public enum Points {
    /// At most two decimals, no needless zeros: `2`, `1.5`, `1.33`.
    public static func text(_ points: Double) -> String {
        guard points.isFinite, abs(points) < 1e12 else { return "\(points)" }
        let hundredths = Int((abs(points) * 100).rounded())
        var text = "\(hundredths / 100)"
        if hundredths % 100 != 0 {
            text += "." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
            if text.hasSuffix("0") { text.removeLast() }
        }
        return points < 0 && hundredths > 0 ? "−" + text : text
    }

    /// `1.33 of 2 points`, `1 of 1 point`.
    static func text(_ points: Double, of maximum: Double) -> String {
        "\(text(points)) of \(text(maximum)) \(maximum == 1 ? "point" : "points")"
    }

    /// `1 check`, `2 checks`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// The parts of an exercise's points that its criteria are worth.
struct Shares {
    private let parts: [Double]
    private let total: Double
    private let maximum: Double

    /// Parts that do not make a share (negative, not finite, or all 0) count equally.
    init(_ parts: [Double], of maximum: Double) {
        let total = parts.reduce(0, +)
        let isSound = total > 0 && total.isFinite && parts.allSatisfy { $0 >= 0 }
        self.parts = isSound ? parts : parts.map { _ in 1 }
        self.total = isSound ? total : Double(max(1, parts.count))
        self.maximum = maximum
    }

    subscript(index: Int) -> Double { maximum * parts[index] / total }

    /// The points of a cost that is stated in the same units as the parts.
    func points(for part: Double) -> Double { maximum * part / total }
}
