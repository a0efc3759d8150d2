import HTTPWire

extension Exchange {
    /// The exchange without secrets: credentials in heads, the same keys wherever they are echoed, and whatever looks
    /// like a key (`sk-…`, `?key=…`). See ``Redaction`` for what is left of them.
    ///
    /// What remains parses as before, with the same events at the same times. Redacting again changes nothing.
    public func redacted() -> Exchange {
        let request = StreamRedaction(request: sent.map(\.bytes))
        let response = StreamRedaction(
            response: received.map(\.bytes), toMethod: self.request?.head.method, secrets: request.secrets)
        var copy = self
        copy.sent = zip(sent, request.pieces).map { TimedBytes($1, at: $0.at) }
        copy.received = zip(received, response.pieces).map { TimedBytes($1, at: $0.at) }
        if case .failed(let reason) = ending { copy.ending = .failed(Redaction.redacted(reason)) }
        return copy
    }
}
