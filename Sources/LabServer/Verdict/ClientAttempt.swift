internal import HTTPWire
internal import ModelAPI
internal import Traffic

/// One try of a client, as the journal has it: what the verdict reads.
///
/// Times are seconds on one clock. No text of a request is kept, only whether a key was where it must not be.
public struct ClientAttempt: Hashable, Sendable {
    /// The exchange's number.
    public var number: Int
    public var connection = 1
    public var method = "POST"
    public var path = "/v1/chat/completions"
    /// Equal for equal bodies.
    public var bodyHash = 0
    public var idempotencyKey: String?
    /// What `x-stainless-retry-count` says.
    public var retryCount: Int?
    /// When the request began, and when the answer's first and last byte were written.
    public var beganAt: Double
    public var answeredAt: Double?
    public var endedAt: Double
    /// `nil` if no answer was written.
    public var status: Int?
    /// The provider's word for the error: its code, or its type.
    public var errorCode: String?
    /// How long the answer asks to wait, in seconds.
    public var retryAfter: Double?
    public var shouldRetry: Bool?
    public var isStream = false
    /// Whether the answer came to its end.
    public var isComplete = true
    /// Whether the client ended the connection first.
    public var isAbandoned = false
    /// For how long the lab was silent before the client left, or is, in seconds.
    public var silence = 0.0
    public var isOpen = false
    /// Where a key was that does not belong there: `the URL`, `the body`.
    public var leakedKeyIn: String?

    public init(number: Int, beganAt: Double, endedAt: Double, status: Int?) {
        self.number = number
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.status = status
    }

    /// Whether it got what it asked for.
    public var isSuccess: Bool { status.map { $0 < 400 } ?? false && isComplete }
}

extension ClientAttempt {
    /// - Parameter now: on the journal's clock, in nanoseconds.
    init(_ entry: JournalEntry, now: UInt64) {
        let exchange = entry.exchange
        let reading = exchange.reading
        let response = reading.response
        let began = Double(entry.beganAt) / 1e9
        let lastWrite = exchange.received.last.map { began + Double($0.at) / 1e9 }
        self.init(
            number: exchange.id, beganAt: began, endedAt: began + Double(exchange.endedAt) / 1e9,
            status: response.head?.status)
        connection = entry.connection
        isOpen = entry.isOpen
        if let head = reading.request?.head {
            method = head.method
            path = head.path
            idempotencyKey = head.fields["idempotency-key"]
            retryCount = head.fields["x-stainless-retry-count"].flatMap { Int($0) }
            let body = reading.request?.body ?? []
            bodyHash = body.hashValue
            if Redaction.redacted(head.target) != head.target {
                leakedKeyIn = "the URL"
            } else if Redaction.redacted(body) != body {
                leakedKeyIn = "the body"
            }
        }
        answeredAt = exchange.received.first.map { began + Double($0.at) / 1e9 }
        if let lastWrite, exchange.ending == .complete { endedAt = lastWrite }
        isComplete = exchange.ending == .complete && response.answer.error == nil
        isAbandoned = entry.isAbandoned
        isStream = response.isEventStream
        errorCode = response.answer.error.flatMap { $0.code ?? $0.type }
        shouldRetry = response.head?.fields["x-should-retry"].map { $0 == "true" }
        retryAfter =
            response.head?.fields["retry-after-ms"].flatMap(Double.init).map { $0 / 1000 }
            ?? response.head?.fields["retry-after"].flatMap(Double.init)
        if entry.isOpen || entry.isAbandoned {
            let requestEnd = exchange.sent.last.map { began + Double($0.at) / 1e9 } ?? began
            let end = entry.leftAt.map { Double($0) / 1e9 } ?? (entry.isOpen ? Double(now) / 1e9 : endedAt)
            silence = max(0, end - max(lastWrite ?? 0, requestEnd))
        }
    }
}
