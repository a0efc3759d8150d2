internal import Sampling

/// A setting that is turned by steps.
public enum Dial: Hashable, Sendable, CaseIterable {
    case temperature, topP, topK, minP

    /// The highest temperature that can be reached.
    static let highestTemperature = 100.0

    private static let topKs = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50, 100, 200, 500, 1000]
    private static let minPs = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1]

    /// Turns `settings` by one step: to more (hotter, or fewer tokens cut) or to less. At the end nothing changes.
    ///
    /// Steps lead from wherever a setting stands to the next value in a row of round ones; `fine` rows lie closer.
    func turn(_ settings: inout SamplingSettings, up: Bool, fine: Bool) {
        switch self {
        case .temperature: settings.temperature = Self.temperature(from: settings.temperature, up: up, fine: fine)
        case .topP: settings.topP = Self.topP(from: settings.topP, up: up, fine: fine)
        case .topK: settings.topK = Self.topK(from: settings.topK, up: up, fine: fine)
        case .minP:
            // Less of min-p cuts fewer.
            let next =
                up ? Self.minPs.last { $0 < settings.minP } : Self.minPs.first { $0 > settings.minP }
            settings.minP = next ?? settings.minP
        }
    }

    private static func temperature(from value: Double, up: Bool, fine: Bool) -> Double {
        let below = up ? value : value.nextDown
        let hundredths = fine ? 1 : below < 2 ? 5 : below < 10 ? 50 : 1000
        return min(next(to: value, up: up, hundredths: hundredths), highestTemperature)
    }

    private static func topP(from value: Double, up: Bool, fine: Bool) -> Double {
        // Most of what top-p can do to a real distribution happens close to 1.
        let isHigh = up ? value >= 0.95 : value > 0.95
        return min(next(to: value, up: up, hundredths: fine || isHigh ? 1 : 5), 1)
    }

    /// The next multiple of `hundredths` of 0.01, not below 0.
    private static func next(to value: Double, up: Bool, hundredths: Int) -> Double {
        let step = Double(hundredths)
        // Multiples count as such, however they were rounded.
        let place = value * 100 / step
        let multiple = up ? (place + 1e-6).rounded(.down) + 1 : (place - 1e-6).rounded(.up) - 1
        return max(0, multiple * step / 100)
    }

    private static func topK(from value: Int?, up: Bool, fine: Bool) -> Int? {
        guard let value else { return up ? nil : topKs.last }
        if fine { return up ? value + 1 : max(1, value - 1) }
        return up ? topKs.first { $0 > value } : topKs.last { $0 < value } ?? value
    }

    /// Where the setting stands between its least and its most, from 0 to 1.
    func share(of settings: SamplingSettings) -> Double {
        switch self {
        case .temperature: min(settings.temperature / 2, 1)
        case .topP: settings.topP
        case .topK:
            settings.topK.map { limit in
                Double(Self.topKs.firstIndex { $0 >= limit } ?? Self.topKs.count) / Double(Self.topKs.count)
            } ?? 1
        case .minP:
            1 - Double(Self.minPs.firstIndex { $0 >= settings.minP } ?? 0) / Double(Self.minPs.count - 1)
        }
    }
}
