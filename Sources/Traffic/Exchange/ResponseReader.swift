public import HTTPWire

/// Reads a response while it arrives: framing, events, and the assistant's text in them.
///
/// It never throws: what is wrong is kept in ``failure``, and what was read before stays.
public struct ResponseReader: Sendable {
    /// What some bytes brought.
    public struct Update: Hashable, Sendable {
        public var events: [TimedEvent] = []
        /// The assistant's text in these events.
        public var text = ""

        public init() {}
    }

    private var parser: HTTPMessageParser
    private var eventParser: EventStreamParser?
    /// How many bytes of the body came before the part that is being read.
    private var bodyCount = 0

    /// The parts of the message. Bodies are divided as the reads divided them.
    public private(set) var parts: [MessagePart] = []
    /// The final head; as long as there is none, the last interim one.
    public private(set) var head: ResponseHead?
    /// The interim (1xx) heads before the final one.
    public private(set) var interimHeads: [ResponseHead] = []
    /// The body without chunk framing.
    public private(set) var body: [UInt8] = []
    public private(set) var events: [TimedEvent] = []
    public private(set) var answer = AnswerReader()
    /// When the first text that is not empty arrived. Not streamed, it arrives with the response's last byte.
    public private(set) var firstTextAt: UInt64?
    /// What is wrong with the message's framing.
    public private(set) var failure: HTTPWireError?

    /// - Parameter method: the method of the request that is answered.
    public init(toMethod method: String?) { parser = HTTPMessageParser(.response, toMethod: method) }

    /// Whether the response has all its bytes.
    public var isComplete: Bool { parser.isComplete }

    /// How many bytes came after the response's end.
    public var surplus: Int { parser.surplus }

    /// Whether the body is an event stream, by its media type.
    public var isEventStream: Bool { eventParser != nil }

    /// Reads bytes that have come.
    public mutating func consume(_ read: TimedBytes) -> Update {
        guard failure == nil else { return Update() }
        do throws(HTTPWireError) {
            let parts = try parser.consume(read.bytes)
            failure = parser.failure
            return take(parts, at: read.at)
        } catch {
            failure = error
            return Update()
        }
    }

    /// Says that no more bytes come: a body without a length ends here, any other is cut short.
    public mutating func finish(at time: UInt64) {
        guard failure == nil else { return }
        do throws(HTTPWireError) {
            _ = take(try parser.finish(), at: time)
        } catch {
            failure = error
        }
    }

    private mutating func take(_ parts: [MessagePart], at time: UInt64) -> Update {
        var update = Update()
        for part in parts {
            switch part.content {
            case .responseHead(let head):
                self.head = head
                if head.isInterim { interimHeads.append(head) }
                if !head.isInterim, head.mediaType == "text/event-stream" { eventParser = EventStreamParser() }
            case .body(let bytes):
                for (event, end) in eventParser?.consumeLocating(bytes) ?? [] {
                    // The events' offsets are the body's; the part tells where that lies in the stream.
                    let offset = part.range.lowerBound + end - bodyCount
                    let timed = TimedEvent(event: event, at: time, offset: offset)
                    let text = answer.consume(event)
                    if !text.isEmpty, firstTextAt == nil { firstTextAt = time }
                    update.events.append(timed)
                    update.text += text
                }
                bodyCount += bytes.count
                body += bytes
            case .end where !isEventStream:
                answer.consume(body: body)
                if answer.text?.isEmpty == false { firstTextAt = time }
            case .requestHead, .chunkHead, .chunkEnd, .trailers, .end: break
            }
        }
        self.parts += parts
        events += update.events
        return update
    }
}
