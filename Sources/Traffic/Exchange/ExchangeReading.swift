public import HTTPWire
public import ModelAPI

/// What an exchange's bytes say, read once.
public struct ExchangeReading: Sendable {
    /// The request; its body without chunk framing. `nil` if no whole head was sent.
    public let request: HTTPRequest?
    public let requestParts: [MessagePart]
    public let response: ResponseReader
    private let requestEnd: UInt64?

    public init(_ exchange: Exchange) {
        var parser = HTTPMessageParser(.request)
        var parts: [MessagePart] = []
        do throws(HTTPWireError) {
            for write in exchange.sent { parts += try parser.consume(write.bytes) }
            parts += try parser.finish()
        } catch {
            // What was sound of a cut or faulty request is what there is to show.
        }
        requestParts = parts
        var head: RequestHead?
        for part in parts { if case .requestHead(let found) = part.content { head = found } }
        request = head.map { HTTPRequest(head: $0, body: parts.body) }
        requestEnd = exchange.sent.last?.at

        var response = ResponseReader(toMethod: head?.method)
        for read in exchange.received { _ = response.consume(read) }
        response.finish(at: exchange.received.last?.at ?? exchange.endedAt)
        self.response = response
    }

    /// The time from the last request byte to the first non-empty text delta.
    ///
    /// Events that arrive in one read share its time, so this is an upper bound. An answer that is not streamed has its
    /// text when its last byte is there. `nil` if no text arrived.
    public var timeToFirstToken: Duration? {
        guard let first = response.firstTextAt, let requestEnd else { return nil }
        return .nanoseconds(Int64(clamping: first < requestEnd ? 0 : first - requestEnd))
    }
}

extension Exchange {
    /// What the bytes say. Reading takes time linear in them; keep the value when asking for more than one thing.
    public var reading: ExchangeReading { ExchangeReading(self) }

    /// The request; its body without chunk framing. `nil` if no whole head was sent.
    public var request: HTTPRequest? { reading.request }

    /// The response's final head; if only an interim (1xx) one came, that.
    public var response: ResponseHead? { reading.response.head }

    /// The response's body without chunk framing, as far as it came.
    public var responseBody: [UInt8] { reading.response.body }

    /// Whether the response is an event stream, by its media type.
    public var isEventStream: Bool { reading.response.isEventStream }

    /// The events of a streamed response, as a browser's event source would dispatch them.
    public var events: [TimedEvent] { reading.response.events }

    /// The assistant's text, streamed or not, of either provider; of several choices the first. `nil` if none came.
    public var text: String? { reading.response.answer.text }

    /// The tokens that the provider counted; `nil` until both numbers have come.
    public var usage: TokenUsage? { reading.response.answer.usage }

    /// Why the answer ended, in the provider's word: `stop`, `end_turn`, …
    public var finishReason: String? { reading.response.answer.finishReason }

    /// The error that the provider reported, in the body or within the stream.
    public var providerError: AnswerError? { reading.response.answer.error }

    /// See ``ExchangeReading/timeToFirstToken``.
    public var timeToFirstToken: Duration? { reading.timeToFirstToken }
}
