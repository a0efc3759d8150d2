/// One setting moved through a range, all others as they are: what becomes of the distribution.
public struct SettingSweep: Hashable, Sendable {
    /// A setting that can be swept.
    public enum Setting: String, Hashable, Sendable, CaseIterable {
        case temperature
        case topP = "top-p"
        case minP = "min-p"
        case typicalP = "typical-p"

        /// Up to where the setting may go; `nil` without an end.
        public var upperLimit: Double? { self == .temperature ? nil : 1 }
    }

    /// The distribution at one value.
    public struct Point: Hashable, Sendable {
        public let value: Double
        public let distribution: Distribution
    }

    public let setting: Setting
    /// The model's own distribution.
    public let before: Distribution
    /// In the order of their values.
    public let points: [Point]

    /// `values` are the places to look at. Throws what a ``SamplingChain`` throws, for a value out of range too.
    public init(
        _ setting: Setting, over values: [Double], _ settings: SamplingSettings, logits: [Float],
        history: TokenHistory = TokenHistory()
    ) throws(SamplingError) {
        self.setting = setting
        before = try SamplingChain(SamplingSettings()).distribution(logits: logits)
        var points: [Point] = []
        for value in values.sorted() {
            let chain = try SamplingChain(settings.with(setting, value))
            points.append(
                Point(value: value, distribution: try chain.distribution(logits: logits, history: history)))
        }
        self.points = points
    }

    /// `count` values from the first to the last, equally far apart. Rounded to a billionth, so that a tenth is 0.1.
    public static func values(from first: Double, to last: Double, count: Int) -> [Double] {
        guard count > 1 else { return [first] }
        return (0..<count).map { index in
            let value = first + (last - first) * Double(index) / Double(count - 1)
            return (value * 1e9).rounded() / 1e9
        }
    }
}

extension SamplingSettings {
    /// These settings with another value of one.
    public func with(_ setting: SettingSweep.Setting, _ value: Double) -> SamplingSettings {
        var settings = self
        switch setting {
        case .temperature: settings.temperature = value
        case .topP: settings.topP = value
        case .minP: settings.minP = value
        case .typicalP: settings.typicalP = value
        }
        return settings
    }
}
