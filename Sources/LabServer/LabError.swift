/// Why the lab cannot serve.
public enum LabError: Error, Hashable, Sendable {
    /// Another program listens on the port.
    case portTaken(Int)
    /// Ports below 1024 are the administrator's.
    case portForbidden(Int)
    case cannotListen(port: Int, reason: String)
    /// ``LabServer/start()`` was called before.
    case alreadyStarted
    /// There is nothing to steer yet, or no more.
    case notRunning
    /// A fault or a pace that cannot be read: what is wrong with it.
    case unreadable(String)
}

extension LabError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .portTaken(let port):
            "Port \(port) on 127.0.0.1 is taken by another program. Choose another one, or 0 for a free one."
        case .portForbidden(let port):
            "Port \(port) is not for every user to listen on. Choose one from 1024 on, or 0 for a free one."
        case .cannotListen(let port, let reason): "The lab cannot listen on port \(port) of 127.0.0.1: \(reason)"
        case .unreadable(let reason): reason
        case .alreadyStarted: "This lab was started before. Make another one."
        case .notRunning: "The lab does not run."
        }
    }
}
