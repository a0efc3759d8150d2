internal import HTTPTypes
internal import Hummingbird
internal import ModelAPI
internal import NIOCore

/// What an endpoint answers.
enum LabReply: Sendable {
    case json(JSONValue, isTruncated: Bool = false)
    /// Writes events until it returns.
    case events(isTruncated: Bool = false, @Sendable (inout EventWriter) async throws -> Void)
    case error(APIError)

    func response(to request: LabRequest, engine: Engine) -> Response {
        switch self {
        case .json(let json, let isTruncated):
            return Response(
                status: .ok, headers: headers(request, engine, "application/json", isTruncated: isTruncated),
                body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
        case .error(var error):
            error.requestID = error.provider == .anthropic ? request.id : nil
            var headers = headers(request, engine, "application/json", isTruncated: false)
            if error.status == 405, let name = HTTPField.Name("Allow") {
                headers[name] = Endpoint.allowed(for: request)
            }
            return Response(
                status: .init(code: error.status), headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: error.json.bytes)))
        case .events(let isTruncated, let write):
            var headers = headers(request, engine, "text/event-stream; charset=utf-8", isTruncated: isTruncated)
            headers[.cacheControl] = "no-cache"
            return Response(
                status: .ok, headers: headers,
                body: .init { writer in
                    var events = EventWriter(writer: writer, request: request)
                    try await write(&events)
                    try await events.writer.finish(nil)
                })
        }
    }

    /// The provider's headers, and the lab's own, which tell what really answered.
    private func headers(_ request: LabRequest, _ engine: Engine, _ type: String, isTruncated: Bool) -> HTTPFields {
        let elapsed = (NIODeadline.now() - request.begin).nanoseconds / 1_000_000
        var lines = [("Content-Type", type), (RequestID.headerName(for: request.provider), request.id)]
        switch request.provider {
        case .openai:
            lines += [
                ("openai-organization", "lab"), ("openai-processing-ms", "\(elapsed)"),
                ("openai-version", "2020-10-01"),
            ]
        case .anthropic: lines.append(("anthropic-organization-id", "00000000-0000-4000-8000-000000000000"))
        }
        lines += [("x-lab-model", engine.modelName), ("x-lab-tokenizer", engine.modelName)]
        if isTruncated { lines.append(("x-lab-truncated", "true")) }
        var fields = HTTPFields()
        for (name, value) in lines {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return fields
    }
}
