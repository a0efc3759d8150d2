internal import ModelAPI
internal import NIOCore

extension Lab {
    /// Answers a request that the lab makes for a caller, such as one of a batch: the endpoint's own answer, whatever its
    /// status. Nothing of it crosses a socket.
    func answer(_ method: String, _ path: String, _ body: JSONValue, for outer: LabRequest) async throws -> InnerReply {
        var request = LabRequest(
            provider: outer.provider, method: method, path: path, query: Query(), fields: outer.fields,
            body: body.bytes, id: RequestID.make(for: outer.provider, identifiers), day: outer.day,
            caller: outer.caller,
            connection: nil, begin: .now())
        let reply: LabReply
        do {
            let endpoint = try Endpoint.find(for: &request)
            reply = try await endpoint.handle(request, self)
        } catch let error as APIError {
            reply = .error(error, to: request)
        }
        guard case .json(let json) = reply.body else {
            let error = Envelope.error(
                status: 400, "The answer to a request of a batch cannot be a stream.", provider: outer.provider,
                requestID: request.id)
            return InnerReply(status: 400, json: error.json, requestID: request.id)
        }
        return InnerReply(status: reply.status, json: json, requestID: request.id)
    }
}

/// An answer to the lab itself.
struct InnerReply: Sendable {
    var status: Int
    var json: JSONValue
    var requestID: String
}
