internal import HTTPTypes
internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// What an endpoint answers.
struct LabReply: Sendable {
    enum Body: Sendable {
        case json(JSONValue)
        case bytes([UInt8], type: String)
        /// Writes events until it returns.
        case events(@Sendable (inout EventWriter) async throws -> Void)
    }

    var status = 200
    var body: Body
    /// The error that the body carries, if it was made before the request's id was known.
    var error: APIError?
    /// In the place of the media type that the body has.
    var contentType: String?
    /// Further field lines of the head.
    var fieldLines: [(String, String)] = []

    static func json(_ json: JSONValue, status: Int = 200) -> LabReply { LabReply(status: status, body: .json(json)) }

    static func bytes(_ bytes: [UInt8], type: String) -> LabReply { LabReply(body: .bytes(bytes, type: type)) }

    static func events(_ write: @escaping @Sendable (inout EventWriter) async throws -> Void) -> LabReply {
        LabReply(body: .events(write))
    }

    static func error(_ error: APIError, to request: LabRequest) -> LabReply {
        var error = error
        error.requestID = error.provider == .anthropic ? request.id : nil
        var reply = LabReply(status: error.status, body: .json(error.json))
        if error.status == 405 { reply.fieldLines = [("Allow", Endpoint.allowed(for: request.path))] }
        return reply
    }

    /// The same, and says which local model wrote it and how it counts tokens.
    func written(by writer: String, isTruncated: Bool = false) -> LabReply {
        var reply = self
        reply.fieldLines += [("x-lab-model", writer), ("x-lab-tokenizer", writer)]
        if isTruncated { reply.fieldLines.append(("x-lab-truncated", "true")) }
        return reply
    }

    // MARK: The response

    func response(to request: LabRequest) -> Response {
        if case .json(let json) = body { settle(json, request.ticket) }
        var fields = HTTPFields()
        for (name, value) in Self.providerLines(request) + request.ticket.fieldLines + fieldLines {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        if let fault = request.shape?.name, let name = HTTPField.Name("x-lab-fault") { fields[name] = fault }
        let status = HTTPResponse.Status(code: status)
        switch body {
        case .json(let json):
            fields[.contentType] = contentType ?? "application/json"
            return Response(status: status, headers: fields, body: Self.whole(json.bytes, request.ticket))
        case .bytes(let bytes, let type):
            fields[.contentType] = contentType ?? type
            return Response(status: status, headers: fields, body: Self.whole(bytes, request.ticket))
        case .events(let write):
            fields[.contentType] = contentType ?? "text/event-stream; charset=utf-8"
            fields[.cacheControl] = "no-cache"
            return Response(
                status: status, headers: fields,
                body: .init { writer in
                    defer { request.ticket.close() }
                    var events = EventWriter(writer: writer, request: request)
                    do {
                        try await write(&events)
                        try await events.finish()
                    } catch is StreamEnded {
                        // A fault ended it, with valid framing.
                    }
                    try await events.writer.finish(nil)
                })
        }
    }

    /// An answer's own `usage` says what its tokens were.
    private func settle(_ json: JSONValue, _ ticket: Ticket) {
        guard status < 300, let usage = json["usage"] else { return }
        let input = usage["prompt_tokens"]?.int ?? usage["input_tokens"]?.int
        guard let input else { return }
        let output = usage["completion_tokens"]?.int ?? usage["output_tokens"]?.int ?? 0
        ticket.settle(input: input + (usage["cache_creation_input_tokens"]?.int ?? 0), output: output)
    }

    /// A body that frees the request's place once it is written.
    private static func whole(_ bytes: [UInt8], _ ticket: Ticket) -> ResponseBody {
        let buffer = ByteBuffer(bytes: bytes)
        guard ticket.isLimited else { return ResponseBody(byteBuffer: buffer) }
        return ResponseBody(contentLength: buffer.readableBytes) { writer in
            defer { ticket.close() }
            try await writer.write(buffer)
            try await writer.finish(nil)
        }
    }

    /// The lines that the provider puts on every answer.
    private static func providerLines(_ request: LabRequest) -> [(String, String)] {
        let elapsed = (NIODeadline.now() - request.begin).nanoseconds / 1_000_000
        var lines = [(RequestID.headerName(for: request.provider), request.id)]
        switch request.provider {
        case .openai:
            lines += [
                ("openai-organization", request.caller?.organization ?? "org-lab"),
                ("openai-processing-ms", "\(elapsed)"),
                ("openai-version", "2020-10-01"),
            ]
        case .anthropic:
            lines.append(
                ("anthropic-organization-id", request.caller?.organization ?? KeyRing.organization(.anthropic, "lab")))
        }
        return lines
    }
}
