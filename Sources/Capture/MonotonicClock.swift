import NIOCore

/// Time that only goes forward, in nanoseconds from a start of its own.
public struct MonotonicClock: Sendable {
    private let read: @Sendable () -> UInt64

    /// - Parameter read: must never give less than before.
    public init(_ read: @escaping @Sendable () -> UInt64) { self.read = read }

    public func now() -> UInt64 { read() }

    /// The system's clock, as the event loops use it.
    public static let system = MonotonicClock { NIODeadline.now().uptimeNanoseconds }
}
