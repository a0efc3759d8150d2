public import ModelAPI

/// Why a connection could not be made, or was lost.
public enum CaptureError: Error, Hashable, Sendable {
    case unsupportedScheme(String)
    /// Nothing listens there.
    case connectionRefused(Origin)
    case hostNotFound(String)
    case connectTimedOut(Origin, after: Duration)
    /// The whole exchange took too long.
    case timedOut(Origin, after: Duration)
    /// The other side broke the connection off (RST), or it was gone when we wrote.
    case connectionReset(Origin)
    /// Any other failure of the system, in its words.
    case system(Origin, String)
    /// The answer exceeds what a recording may hold.
    case responseTooLarge(limit: Int)
}

extension CaptureError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsupportedScheme(let scheme):
            "'\(scheme)' is not supported: only plain http can be recorded so far. Use an origin that begins with http://"
        case .connectionRefused(let origin):
            "nothing listens at \(origin.authority): the connection was refused. Is the server running, on this port?"
        case .hostNotFound(let host): "there is no host named '\(host)'. Check its spelling and the network"
        case .connectTimedOut(let origin, let span):
            "\(origin.authority) did not take the connection within \(Self.words(span)). Check the address and the network"
        case .timedOut(let origin, let span):
            "\(origin.authority) did not answer completely within \(Self.words(span)). Send again, or ask for less"
        case .connectionReset(let origin): "\(origin.authority) broke the connection off. Send again"
        case .system(let origin, let words): "the connection to \(origin.authority) failed: \(words)"
        case .responseTooLarge(let limit): "the answer is larger than \(limit) bytes, which is all that is recorded"
        }
    }

    private static func words(_ span: Duration) -> String {
        let seconds = span / .seconds(1)
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
