public import Terminal

/// What is on the screen.
public struct ExploreFrame: Sendable {
    public var lines: [DisplayText]
    /// The dial that each row shows, for the wheel.
    public var dials: [Int: Dial]
}
