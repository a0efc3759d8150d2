import ArgumentParser

/// A span of time as it is typed: `2s`, `500ms`, `10m`, `24h`, `7d`, or a number of seconds.
struct SpanArgument: ExpressibleByArgument, Hashable {
    let seconds: Double

    init?(argument: String) {
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1)]
        guard let (unit, factor) = units.first(where: { argument.hasSuffix($0.0) }),
            let number = Double(argument.dropLast(unit.count)), number >= 0, number.isFinite
        else { return nil }
        seconds = number * factor
    }
}
