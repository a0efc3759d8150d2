internal import HTTPWire
internal import ModelAPI
internal import Traffic

/// An answer's bytes with their timing.
struct Recording: Hashable, Sendable {
    struct Piece: Hashable, Sendable {
        /// Waited for before the bytes are written.
        var pause: Duration
        var bytes: [UInt8]
    }

    var pieces: [Piece]
    /// Whether the connection ends with the answer, as it did or as its framing needs.
    var closes: Bool
    /// The path of the request that it answered, if that is known.
    var path: String?

    /// Reads a recording: an exchange, as `exchanges --json` and `/lab/journal/N` give it, or a script of events.
    ///
    /// - Throws: what is wrong, in words.
    init(_ json: JSONValue) throws(FaultError) {
        if let received = json["received"]?.array {
            try self.init(exchange: json, received: received)
        } else if let events = json["events"]?.array {
            try self.init(script: json, events: events)
        } else {
            throw Self.wrong("the recording", "has neither 'received' (an exchange) nor 'events' (a script)")
        }
    }

    private init(exchange json: JSONValue, received: [JSONValue]) throws(FaultError) {
        // The clock of an exchange runs from its beginning; that of a recording from the request's last byte.
        let sent = json["sent"]?.array ?? []
        var last = sent.compactMap { $0["at"]?.int }.max() ?? 0
        pieces = []
        for (index, entry) in received.enumerated() {
            guard let bytes = Self.bytes(entry) else {
                throw Self.wrong("received[\(index)]", "has neither 'text' nor 'base64'")
            }
            let at = max(last, entry["at"]?.int ?? last)
            pieces.append(Piece(pause: .nanoseconds(at - last), bytes: bytes))
            last = at
        }
        guard !pieces.isEmpty else { throw Self.wrong("received", "is empty: there is no answer to replay") }
        var parser = HTTPMessageParser(.request)
        let parts = (try? parser.consume(sent.flatMap { Self.bytes($0) ?? [] })) ?? []
        var method: String?
        for part in parts {
            if case .requestHead(let head) = part.content {
                method = head.method
                path = head.path
            }
        }
        closes = json["ending"]?.string.map { $0 != "complete" } ?? false || Self.needsClose(pieces, method)
    }

    /// A script: `{"status": 200, "headers": {…}, "events": [{"after": "120ms", "event": "ping", "data": {…}}]}`.
    private init(script json: JSONValue, events: [JSONValue]) throws(FaultError) {
        var fields: FieldLines = [
            FieldLine("Content-Type", "text/event-stream; charset=utf-8"), FieldLine("Transfer-Encoding", "chunked"),
        ]
        for (name, value) in json["headers"]?.object ?? [:] { fields.replace(name, with: value.string ?? "") }
        let status = json["status"]?.int ?? 200
        let head = ResponseHead(status: status, reason: status == 200 ? "OK" : "", fields: fields)
        pieces = [Piece(pause: .zero, bytes: head.bytes)]
        for (index, event) in events.enumerated() {
            var pause = Duration.zero
            if let after = event["after"] {
                guard let parsed = Span.parse(after.string ?? after.serialized()) else {
                    throw Self.wrong("events[\(index)].after", "is no time such as 120ms")
                }
                pause = parsed
            }
            guard let data = event["data"] else { throw Self.wrong("events[\(index)]", "has no 'data'") }
            let name = event["event"]?.string ?? "message"
            guard let bytes = try? EventStreamWriter.bytes(event: name, data: data.string ?? data.serialized()) else {
                throw Self.wrong("events[\(index)].event", "is no name that an event can have")
            }
            pieces.append(Piece(pause: pause, bytes: ChunkWriter.chunk(bytes)))
        }
        pieces.append(Piece(pause: .zero, bytes: ChunkWriter.end()))
        closes = false
        path = json["path"]?.string
    }

    /// The same, so many times as fast.
    func faster(by factor: Double) -> Recording {
        var recording = self
        for index in pieces.indices { recording.pieces[index].pause = pieces[index].pause / factor }
        return recording
    }

    private static func bytes(_ entry: JSONValue) -> [UInt8]? {
        if let text = entry["text"]?.string { return Array(text.utf8) }
        return entry["base64"]?.string.flatMap(Base64.bytes)
    }

    /// Whether only the connection's end tells where the answer ends, or its head says that the connection ends.
    private static func needsClose(_ pieces: [Piece], _ method: String?) -> Bool {
        var parser = HTTPMessageParser(.response, toMethod: method)
        let parts = (try? parser.consume(pieces.flatMap(\.bytes))) ?? []
        let says = parts.contains { part in
            guard case .responseHead(let head) = part.content else { return false }
            return head.fields.listMembers(named: "Connection").contains { $0.lowercased() == "close" }
        }
        return says || !parser.isComplete
    }

    private static func wrong(_ place: String, _ what: String) -> FaultError {
        .unreadable(place, value: "…", wanted: "a recording: it \(what)")
    }
}
