public import Traffic

/// An exchange as the lab saw it.
public struct JournalEntry: Sendable {
    /// `sent` is what the client sent; `received` is what the lab wrote.
    public var exchange: Exchange
    /// Connections count from 1.
    public var connection: Int
    /// Monotonic, in nanoseconds: when the request's first byte was read.
    public var beganAt: UInt64
    /// Whether the answer is still being written, or the request still read.
    public var isOpen: Bool
    /// Whether the client ended the connection before the answer was complete.
    public var isAbandoned: Bool
    /// Monotonic, in nanoseconds: when the connection had its last record while this exchange was under way.
    public var lastRecordAt: UInt64
    /// When it showed that the client had left.
    public var leftAt: UInt64?
}
