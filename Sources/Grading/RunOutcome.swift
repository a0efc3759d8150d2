public import HTTPWire
public import Traffic

/// What commands did: what they printed, built and sent.
public struct RunOutcome: Sendable {
    /// What each command printed, without styles.
    public var outputs: [String]
    /// The request as it would be sent now, if one is being built.
    public var request: HTTPRequest?
    /// What was sent, oldest first.
    public var exchanges: [Exchange]

    public init(outputs: [String] = [], request: HTTPRequest? = nil, exchanges: [Exchange] = []) {
        self.outputs = outputs
        self.request = request
        self.exchanges = exchanges
    }
}
