/// Build a request that passes checks; nothing is sent.
public struct RequestTask: Hashable, Sendable {
    /// At least one.
    public var checks: [Check<RequestSubject>]

    public init(checks: [Check<RequestSubject>]) {
        self.checks = checks
    }
}

/// Send requests, so that exchanges come about that were asked for.
public struct TrafficTask: Hashable, Sendable {
    /// At least one.
    public var expectations: [Expectation]
    /// Whether the exchanges that meet them must stand in the expectations' order.
    public var inOrder: Bool

    public init(expectations: [Expectation], inOrder: Bool = false) {
        self.expectations = expectations
        self.inOrder = inOrder
    }
}

/// What one exchange must be like: it has to pass all checks.
public struct Expectation: Hashable, Sendable, Identifiable {
    /// `e1`, `e2`, … by position unless the file names it.
    public var id: String
    public var title: String
    /// Its share of the exercise's points.
    public var points: Double
    /// At least one.
    public var checks: [Check<TrafficSubject>]

    public init(id: String, title: String, points: Double = 1, checks: [Check<TrafficSubject>]) {
        self.id = id
        self.title = title
        self.points = points
        self.checks = checks
    }
}
