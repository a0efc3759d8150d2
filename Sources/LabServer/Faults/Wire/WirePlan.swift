/// What happens to an answer's bytes between the HTTP codec and the socket. The journal holds what comes of it.
struct WirePlan: Hashable, Sendable {
    /// Cut the connection before the first byte.
    var cutBeforeAnswer: Ending?
    /// Cut the connection after so many bytes of the body.
    var bodyBytes: Int?
    var ending = Ending.close
    /// Write pieces of so many bytes, each by itself.
    var pieceBytes: Int?
    /// Between two pieces.
    var pieceInterval: Duration = .zero
    /// Written in the place of the answer.
    var recording: Recording?

    /// How a connection ends.
    enum Ending: String, Hashable, Sendable {
        /// FIN: the client has all bytes, then the end.
        case close
        /// RST: the client has an error.
        case reset
    }
}

/// What is done once a piece of the body has passed.
enum WireAction: Hashable, Sendable {
    case cut(WirePlan.Ending)
    /// Bytes that the codec knows nothing of.
    case inject([UInt8])
}
