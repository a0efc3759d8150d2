/// An event as an `EventSource` would dispatch it (WHATWG HTML section 9.2.6).
public struct ServerSentEvent: Hashable, Sendable, Codable {
    /// The event's type: `message` when the stream names none.
    public var event: String
    /// The values of its `data` lines, joined with LF.
    public var data: String
    /// The last event ID at the time of dispatch, perhaps set by an earlier event.
    public var id: String

    public init(event: String = "message", data: String, id: String = "") {
        self.event = event
        self.data = data
        self.id = id
    }
}
