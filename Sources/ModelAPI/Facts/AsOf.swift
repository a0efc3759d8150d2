public import DataFiles

/// On which day somebody lives: always the same, or the one that it is.
public enum AsOf: Hashable, Sendable {
    case day(CivilDate)
    case today

    /// Reads `2024-06-01` or `today`.
    public init?(_ text: some StringProtocol) {
        if text == "today" {
            self = .today
        } else if let date = CivilDate(text) {
            self = .day(date)
        } else {
            return nil
        }
    }

    /// - Parameter seconds: the time, in seconds since 1970.
    public func day(at seconds: Int) -> CivilDate {
        switch self {
        case .day(let day): day
        case .today: CivilDate(secondsSince1970: seconds)
        }
    }
}

extension AsOf: CustomStringConvertible {
    public var description: String {
        switch self {
        case .day(let day): day.description
        case .today: "today"
        }
    }
}
