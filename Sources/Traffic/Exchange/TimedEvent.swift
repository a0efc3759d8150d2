public import HTTPWire

/// An event of a stream, with the time and place of the byte that completed it.
public struct TimedEvent: Hashable, Sendable {
    public var event: ServerSentEvent
    /// Nanoseconds since the exchange began: the time of the read that brought the event's last byte. Events that one
    /// read completed share it.
    public var at: UInt64
    /// The offset in all received bytes just after the event's last byte.
    public var offset: Int

    public init(event: ServerSentEvent, at: UInt64, offset: Int) {
        self.event = event
        self.at = at
        self.offset = offset
    }
}
