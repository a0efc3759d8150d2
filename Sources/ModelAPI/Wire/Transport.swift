/// Something that carries bytes to a server and back, and tells each write and read with its time.
public protocol Transport: Sendable {
    /// Connects to `origin` and writes `request`, exactly these bytes.
    ///
    /// The stream gives what happened in order. It ends after ``WireEvent/closed(by:at:)``, or throws if the connection
    /// failed. Whoever stops reading it closes the connection.
    func open(_ request: [UInt8], to origin: Origin) -> AsyncThrowingStream<WireEvent, any Error>
}

/// One thing that happened on a connection. Times are monotonic, in nanoseconds from a start that only the transport knows.
public enum WireEvent: Hashable, Sendable {
    /// These bytes were handed to the system.
    case wrote([UInt8], at: UInt64)
    /// These bytes came in one read.
    case read([UInt8], at: UInt64)
    case closed(by: Closer, at: UInt64)

    public enum Closer: String, Hashable, Sendable, Codable { case peer, us }
}
