#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

enum SystemErrors {
    static let addressInUse = EADDRINUSE
    static let permissionDenied = EACCES
}
