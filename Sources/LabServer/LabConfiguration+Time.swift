internal import Foundation

extension LabConfiguration {
    /// The system's time, in seconds since 1970.
    public static let systemTime: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
}
