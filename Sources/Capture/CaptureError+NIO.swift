import ModelAPI
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension CaptureError {
    /// What an error of the network library means.
    init(_ error: any Error, connectingTo origin: Origin, timeout: Duration) {
        switch error {
        case let error as CaptureError: self = error
        case let error as NIOConnectionError:
            // Several addresses may have been tried; the first failure stands for them.
            if let first = error.connectionErrors.first {
                self.init(first.error, connectingTo: origin, timeout: timeout)
            } else if error.dnsAError != nil || error.dnsAAAAError != nil {
                self = .hostNotFound(origin.host)
            } else {
                self = .connectTimedOut(origin, after: timeout)
            }
        case ChannelError.connectTimeout: self = .connectTimedOut(origin, after: timeout)
        case let error as IOError:
            switch error.errnoCode {
            case ECONNREFUSED: self = .connectionRefused(origin)
            case ETIMEDOUT: self = .connectTimedOut(origin, after: timeout)
            case ECONNRESET, EPIPE: self = .connectionReset(origin)
            default: self = .system(origin, String(cString: strerror(error.errnoCode)))
            }
        case is SocketAddressError: self = .hostNotFound(origin.host)
        default: self = .system(origin, "\(error)")
        }
    }
}
